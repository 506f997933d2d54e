import Glibc

/// A conversation over a bare socket.
enum PlainSession {
    enum Ending: Hashable, Sendable {
        case finished
        case failed(Conversation.Failure)
        /// The connection broke; the error number.
        case broken(Int32)
        case cancelled
    }

    /// Leaves the socket open. The task's cancellation ends it.
    static func run(_ conversation: inout Conversation, on descriptor: Int32) async -> Ending {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            switch conversation.next() {
            case .finished: return .finished
            case .failed(let failure): return .failed(failure)
            case .send(let bytes):
                if let ending = await Self.send(bytes, on: descriptor) { return ending }
            case .receive:
                let count = unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                if count > 0 {
                    conversation.receive(buffer.prefix(count))
                } else if count == 0 {
                    conversation.close()
                } else if errno == EAGAIN {
                    if let ending = await Self.wait(descriptor, .readable) { return ending }
                } else if errno != EINTR {
                    return .broken(errno)
                }
            }
        }
    }

    private static func send(_ bytes: [UInt8], on descriptor: Int32) async -> Ending? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(
                    descriptor,
                    $0.baseAddress,
                    $0.count,
                    Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
                )
            }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                if let ending = await Self.wait(descriptor, .writable) { return ending }
            } else if errno != EINTR {
                return .broken(errno)
            }
        }
        return nil
    }

    private static func wait(_ descriptor: Int32, _ interest: Readiness.Interest) async -> Ending? {
        switch await Readiness.shared.wait(for: descriptor, interest) {
        case .ready: nil
        case .cancelled: .cancelled
        case .failed(let number): .broken(number)
        }
    }
}
