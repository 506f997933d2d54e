/// How a transfer ended, in libcurl's terms.
struct HTTPResponse: Sendable {
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
    /// As `CURL_HTTP_VERSION_…`.
    var version: Int
    /// The proxy's answer to the request for a tunnel; 0 where there was none.
    var proxyStatus: Int
    /// Whether a TLS handshake was begun, hence TCP had connected.
    var hasBegunTLS: Bool
    /// The address at the other end; empty for a Unix socket or no connection.
    var address: String
    var headers: [HTTPHeader]
    var body: [UInt8]
    /// Whether there was more of the body than was wanted.
    var isCut: Bool
    /// Where a redirect leads, as an absolute URL.
    var redirect: String?
    var certificates: [ServerCertificate]
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
