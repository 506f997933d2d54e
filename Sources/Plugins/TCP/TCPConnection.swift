import Glibc

/// One attempt to connect, without holding a thread.
enum TCPConnection {
    enum Result: Hashable, Sendable {
        /// The socket, which does not block; whoever gets it closes it.
        case connected(Int32)
        case failed(Int32)
        case cancelled
    }

    /// Where to connect from.
    struct Origin: Hashable, Sendable {
        var source: SocketAddress?
        var interface: String?
    }

    enum Beginning: Hashable, Sendable {
        case connected(Int32)
        case pending(Int32)
        case failed(Int32)
    }

    /// Begins to connect; on this machine that is mostly all there is to it.
    static func begin(_ address: SocketAddress, from origin: Origin) -> Beginning {
        let kind = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        let descriptor = socket(address.family, Int32(kind), 0)
        guard descriptor >= 0 else { return .failed(errno) }
        func giveUp() -> Beginning {
            let number = errno
            close(descriptor)
            return .failed(number)
        }
        if let source = origin.source {
            let bound = unsafe source.withSocketAddress { unsafe bind(descriptor, $0, $1) }
            guard bound == 0 else { return giveUp() }
        }
        if let interface = origin.interface {
            let name = Array(interface.utf8)
            let isBound = unsafe setsockopt(descriptor, SOL_SOCKET, SO_BINDTODEVICE, name, socklen_t(name.count))
            guard isBound == 0 else { return giveUp() }
        }
        let result = unsafe address.withSocketAddress { unsafe connect(descriptor, $0, $1) }
        if result == 0 { return .connected(descriptor) }
        guard errno == EINPROGRESS || errno == EINTR else { return giveUp() }
        var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard unsafe Glibc.poll(&poll, 1, 0) == 1 else { return .pending(descriptor) }
        switch Self.verdict(on: descriptor) {
        case 0: return .connected(descriptor)
        case let number:
            close(descriptor)
            return .failed(number)
        }
    }

    /// The task's cancellation ends the attempt.
    static func finish(_ descriptor: Int32) async -> Result {
        switch await Readiness.shared.wait(for: descriptor, .writable) {
        case .ready: break
        case .cancelled:
            close(descriptor)
            return .cancelled
        case .failed(let number):
            close(descriptor)
            return .failed(number)
        }
        let number = Self.verdict(on: descriptor)
        guard number == 0 else {
            close(descriptor)
            return .failed(number)
        }
        return .connected(descriptor)
    }

    /// Ends a connection without a reset where that can be helped: what has come and was not read would cause one.
    static func end(_ descriptor: Int32) {
        shutdown(descriptor, Int32(SHUT_WR))
        var buffer = [UInt8](repeating: 0, count: 4096)
        for _ in 0..<16 {
            guard unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT)) > 0 else { break }
        }
        close(descriptor)
    }

    /// How the attempt ended: 0, or an error number.
    private static func verdict(on descriptor: Int32) -> Int32 {
        var number: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &length) == 0 else { return errno }
        return number
    }
}
