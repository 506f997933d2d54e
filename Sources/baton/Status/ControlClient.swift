import CLinux
import Glibc

/// Asks a running agent: one line there, one JSON document back.
struct ControlClient {
    let path: String

    /// Longer than any answer of a router that lives.
    private static let patience = 5
    private static let answerLimit = 64 << 20

    func ask(_ request: String) throws(ControlError) -> [UInt8] {
        let socket = clinux_unix_socket()
        guard socket >= 0 else { throw ControlError.unreachable(self.path, errno) }
        defer { close(socket) }
        // The socket is made for an event loop; a tool may simply wait.
        _ = fcntl(socket, F_SETFL, 0)
        var limit = timeval(tv_sec: Self.patience, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            _ = unsafe setsockopt(socket, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        guard unsafe clinux_connect_unix(socket, self.path, self.path.utf8.count) == 0 else {
            throw ControlError.unreachable(self.path, errno)
        }
        try self.send(Array((request + "\n").utf8), to: socket)
        return try self.answer(from: socket)
    }

    private func send(_ request: [UInt8], to socket: Int32) throws(ControlError) {
        let count = unsafe request.withUnsafeBytes {
            unsafe Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count == request.count else { throw ControlError.unreachable(self.path, errno) }
    }

    private func answer(from socket: Int32) throws(ControlError) -> [UInt8] {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while answer.count < Self.answerLimit {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(socket, $0.baseAddress, $0.count, 0) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw ControlError.unreachable(self.path, errno) }
            guard count > 0 else { break }
            answer += buffer.prefix(count)
        }
        guard !answer.isEmpty else { throw ControlError.refused(self.path) }
        return answer
    }
}
