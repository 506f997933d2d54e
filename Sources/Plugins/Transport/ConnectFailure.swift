import Checks
import Glibc

/// Why there is no connection: an error number as one of our reasons.
struct ConnectFailure: Hashable, Sendable {
    var status: CheckStatus
    var reason: ReasonCode
    var summary: String

    /// An attempt that was given up.
    init(timeout summary: String) {
        (self.status, self.reason, self.summary) = (.fail, .tcpTimeout, summary)
    }

    /// - Parameters:
    ///   - number: `errno` of the attempt; 0 = nobody knows.
    ///   - peer: Who was to be connected to, for the summary.
    init(_ number: Int32, peer: String) {
        let text = number == 0 ? "no reason given" : unsafe String(cString: strerror(number))
        switch number {
        case ECONNREFUSED:
            (self.status, self.reason, self.summary) = (.fail, .tcpRefused, "\(peer) refused the connection")
        case ETIMEDOUT:
            (self.status, self.reason, self.summary) = (.fail, .tcpTimeout, "\(peer) did not answer: \(text)")
        case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN, ENOENT:
            (self.status, self.reason, self.summary) = (.fail, .tcpUnreachable, "no way to \(peer): \(text)")
        case EMFILE, ENFILE, ENOBUFS, ENOMEM, EADDRNOTAVAIL, EADDRINUSE, EACCES, EPERM, ENODEV:
            // This machine's trouble says nothing of the service.
            (self.status, self.reason, self.summary) = (.unknown, .tcpError, "cannot connect to \(peer): \(text)")
        default:
            (self.status, self.reason, self.summary) = (.fail, .tcpError, "no connection to \(peer): \(text)")
        }
    }
}
