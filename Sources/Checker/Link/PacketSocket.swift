import Glibc

/// One inherited end of a socket pair that keeps the borders of messages (`SOCK_SEQPACKET`). Never waits.
struct PacketSocket: Sendable {
    enum Received: Equatable {
        case message([UInt8])
        /// Nothing there yet.
        case empty
        /// The other end is closed.
        case closed
    }

    enum Sent: Equatable {
        case done
        /// The other end does not read fast enough.
        case full
        case closed
    }

    let descriptor: Int32

    /// The largest message of any sender, with room to spare.
    static let messageLimit = 128 * 1024

    /// - Returns: nil when the descriptor is no such socket.
    init?(descriptor: Int32) {
        var kind: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &kind, &length) == 0,
            kind == Int32(SOCK_SEQPACKET.rawValue)
        else { return nil }
        // Children must not inherit it: a script that outlives the checker would hold the connection open.
        guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else { return nil }
        self.descriptor = descriptor
    }

    func receive(into buffer: inout [UInt8]) -> Received {
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe recv(self.descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
            }
            if count > 0 { return .message(Array(buffer.prefix(count))) }
            if count == 0 { return .closed }
            switch errno {
            case EINTR: continue
            case EAGAIN: return .empty
            default: return .closed
            }
        }
    }

    func send(_ message: [UInt8]) -> Sent {
        while true {
            let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
            let count = unsafe message.withUnsafeBytes {
                unsafe Glibc.send(self.descriptor, $0.baseAddress, $0.count, flags)
            }
            if count >= 0 { return .done }
            switch errno {
            case EINTR: continue
            case EAGAIN, ENOBUFS, ENOMEM: return .full
            default: return .closed
            }
        }
    }
}
