import Glibc

/// One attempt to connect, without holding a thread.
enum TCPConnection {
    enum Result: Hashable, Sendable {
        case connected
        case failed(Int32)
        case cancelled
    }

    /// Connects and closes again; the task's cancellation ends the attempt.
    static func attempt(to address: SocketAddress, from source: SocketAddress?) async -> Result {
        let kind = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        let descriptor = socket(address.family, Int32(kind), 0)
        guard descriptor >= 0 else { return .failed(errno) }
        defer { close(descriptor) }
        if let source {
            let bound = unsafe source.withSocketAddress { unsafe bind(descriptor, $0, $1) }
            guard bound == 0 else { return .failed(errno) }
        }
        if unsafe address.withSocketAddress({ unsafe connect(descriptor, $0, $1) }) == 0 { return .connected }
        guard errno == EINPROGRESS || errno == EINTR else { return .failed(errno) }
        switch await Readiness.shared.wait(for: descriptor, .writable) {
        case .ready: break
        case .cancelled: return .cancelled
        case .failed(let number): return .failed(number)
        }
        var number: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &length) == 0 else { return .failed(errno) }
        return number == 0 ? .connected : .failed(number)
    }
}
