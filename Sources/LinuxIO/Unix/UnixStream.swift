import CLinux
import Glibc

/// One connection over a Unix socket; never waits.
package final class UnixStream {
    /// What came from the other end.
    package enum Received: Hashable, Sendable {
        case bytes([UInt8])
        /// Nothing is waiting.
        case nothing
        /// The other end sends no more.
        case closed
    }

    private let socket: Descriptor

    init(adopting descriptor: Int32) {
        self.socket = Descriptor(adopting: descriptor)
    }

    /// Connects to a listener of this host.
    ///
    /// - Throws: ENOENT or ECONNREFUSED if nobody listens, EACCES if this user may not.
    package init(connectingTo path: String) throws(SystemError) {
        self.socket = Descriptor(adopting: try Syscall.check("socket", "AF_UNIX") { clinux_unix_socket() })
        let bytes = path.utf8.map { CChar(bitPattern: $0) }
        try Syscall.check("connect", path) { unsafe clinux_connect_unix(self.socket.rawValue, bytes, bytes.count) }
    }

    package var descriptor: Int32 { self.socket.rawValue }

    package func peerCredentials() throws(SystemError) -> PeerCredentials {
        var peer = PeerCredentials(pid: 0, user: 0, group: 0)
        try Syscall.check("getsockopt SO_PEERCRED") {
            unsafe clinux_peer_credentials(self.socket.rawValue, &peer.pid, &peer.user, &peer.group)
        }
        return peer
    }

    /// Up to `limit` bytes.
    package func read(limit: Int = 16384) throws(SystemError) -> Received {
        var buffer = [UInt8](repeating: 0, count: limit)
        do {
            let count = try Syscall.attempt("recv", "unix socket") {
                unsafe clinux_receive(self.socket.rawValue, &buffer, limit)
            }
            guard let count else { return .nothing }
            return count == 0 ? .closed : .bytes(Array(buffer.prefix(count)))
        } catch  where error.code == ECONNRESET {
            return .closed
        }
    }

    /// Writes from the front of `bytes` and answers how many went; 0 if there is no room now.
    ///
    /// - Throws: EPIPE if the other end is gone.
    package func write(_ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int {
        try Syscall.attempt("send", "unix socket") {
            unsafe bytes.withUnsafeBytes { unsafe clinux_send(self.socket.rawValue, $0.baseAddress, $0.count) }
        } ?? 0
    }
}
