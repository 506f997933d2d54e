/// How a transfer ended, in libcurl's terms.
struct HTTPResponse: Hashable, Sendable {
    /// A `CURLcode`.
    var code: UInt32
    /// libcurl's own words for a failure.
    var message: String
    /// `errno` of a failed connect; 0 if unknown.
    var systemError: Int32
    /// X.509 verification result; 0 = fine.
    var verification: Int
    /// 0 before a status line has come.
    var status: Int
    /// Whether a TLS handshake was begun, hence TCP had connected.
    var hasBegunTLS: Bool
    var body: [UInt8]
    /// Since the start of the transfer; zero for a phase that was not reached.
    var timing: Timing

    struct Timing: Hashable, Sendable {
        var dns: Duration = .zero
        var connect: Duration = .zero
        var tls: Duration = .zero
        var firstByte: Duration = .zero
        var total: Duration = .zero
    }
}
