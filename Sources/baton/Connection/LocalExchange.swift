import CLinux
import Glibc

/// One request and its answer over a Unix socket of an agent.
struct LocalExchange {
    let path: String
    /// Bytes of an answer; what is longer is cut.
    let answerLimit: Int

    enum Failure: Error {
        /// The error number of the call that failed; `EAGAIN` = no answer in time.
        case unreachable(Int32)
        /// The other side hung up without an answer.
        case refused
    }

    /// Longer than any answer of a process that lives takes, in seconds.
    var patience = 5

    /// - Parameter isComplete: Whether an answer need not be waited for any longer; else it ends with the connection.
    func ask(_ request: [UInt8], until isComplete: ([UInt8]) -> Bool = { _ in false }) throws(Failure) -> [UInt8] {
        let socket = clinux_unix_socket()
        guard socket >= 0 else { throw .unreachable(errno) }
        defer { close(socket) }
        // The socket is made for an event loop; a tool may simply wait.
        _ = fcntl(socket, F_SETFL, 0)
        var limit = timeval(tv_sec: self.patience, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            _ = unsafe setsockopt(socket, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        guard unsafe clinux_connect_unix(socket, self.path, self.path.utf8.count) == 0 else {
            throw .unreachable(errno)
        }
        try Self.send(request, to: socket)
        return try self.answer(from: socket, until: isComplete)
    }

    private static func send(_ request: [UInt8], to socket: Int32) throws(Failure) {
        var rest = request[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .unreachable(errno) }
            rest = rest.dropFirst(count)
        }
    }

    private func answer(from socket: Int32, until isComplete: ([UInt8]) -> Bool) throws(Failure) -> [UInt8] {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while answer.count < self.answerLimit {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(socket, $0.baseAddress, $0.count, 0) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreachable(errno) }
            answer += buffer.prefix(count)
            guard count > 0, !isComplete(answer) else { break }
        }
        guard !answer.isEmpty else { throw .refused }
        return answer
    }
}
