import CLinux
import Checks
import Glibc

/// Hands one line to a running checker, and reads its one line back.
struct PushClient {
    let path: String

    /// Longer than a checker that lives takes.
    private static let patience = 5

    func push(_ request: PushRequest) throws(PushError) -> PushAnswer {
        let socket = clinux_unix_socket()
        guard socket >= 0 else { throw PushError.unreachable(self.path, errno) }
        defer { close(socket) }
        // The socket is made for an event loop; a tool may simply wait.
        _ = fcntl(socket, F_SETFL, 0)
        var limit = timeval(tv_sec: Self.patience, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            _ = unsafe setsockopt(socket, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        guard unsafe clinux_connect_unix(socket, self.path, self.path.utf8.count) == 0 else {
            throw PushError.unreachable(self.path, errno)
        }
        var rest = request.line[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw PushError.unreachable(self.path, errno) }
            rest = rest.dropFirst(count)
        }
        return try self.answer(from: socket)
    }

    private func answer(from socket: Int32) throws(PushError) -> PushAnswer {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: PushAnswer.lineLimit)
        while answer.count < PushAnswer.lineLimit {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(socket, $0.baseAddress, $0.count, 0) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw PushError.unreachable(self.path, errno) }
            answer += buffer.prefix(count)
            guard count > 0, !answer.contains(UInt8(ascii: "\n")) else { break }
        }
        guard !answer.isEmpty else { throw PushError.refused(self.path) }
        guard let parsed = PushAnswer(parsing: answer.prefix { $0 != UInt8(ascii: "\n") }) else {
            throw PushError.notUnderstood
        }
        return parsed
    }
}
