import CLinux
import Glibc

/// Waits for many descriptors at once (level-triggered epoll).
///
/// The caller names each descriptor with a token of its own. A descriptor must be removed before it is closed if a copy
/// of it lives on in another process; otherwise closing is enough.
package final class Poller {
    /// One descriptor that has something to say.
    package struct Event: Hashable, Sendable {
        package var token: UInt64
        package var readiness: Readiness

        package init(token: UInt64, readiness: Readiness) {
            self.token = token
            self.readiness = readiness
        }
    }

    private let epoll: Descriptor
    private var tokens = [UInt64](repeating: 0, count: Int(CLINUX_EPOLL_BATCH))
    private var readiness = [UInt32](repeating: 0, count: Int(CLINUX_EPOLL_BATCH))

    package init() throws(SystemError) {
        self.epoll = Descriptor(adopting: try Syscall.check("epoll_create1") { clinux_epoll_create() })
    }

    /// EEXIST if the descriptor is being watched already.
    package func add(
        _ descriptor: Int32,
        token: UInt64,
        interest: Readiness = .readable
    ) throws(SystemError) {
        try self.control(CLINUX_EPOLL_CTL_ADD, descriptor, token, interest)
    }

    /// ENOENT if the descriptor is not being watched.
    package func modify(_ descriptor: Int32, token: UInt64, interest: Readiness) throws(SystemError) {
        try self.control(CLINUX_EPOLL_CTL_MOD, descriptor, token, interest)
    }

    /// Unknown descriptors are no error: what is not watched stays so.
    package func remove(_ descriptor: Int32) {
        clinux_epoll_control(self.epoll.rawValue, Int32(CLINUX_EPOLL_CTL_DEL), descriptor, 0, 0)
    }

    /// Up to 64 events, in the kernel's order; none after the timeout or when a signal handler ran.
    ///
    /// - Parameter timeoutMilliseconds: -1 waits for ever, 0 not at all.
    package func wait(timeoutMilliseconds: Int32 = -1) throws(SystemError) -> [Event] {
        let count = unsafe clinux_epoll_wait(
            self.epoll.rawValue,
            &self.tokens,
            &self.readiness,
            Int32(CLINUX_EPOLL_BATCH),
            timeoutMilliseconds
        )
        guard count >= 0 else {
            let error = SystemError.last("epoll_wait")
            if error.code == EINTR { return [] }
            throw error
        }
        return (0..<Int(count)).map { position in
            Event(token: self.tokens[position], readiness: Readiness(rawValue: self.readiness[position]))
        }
    }

    private func control(
        _ operation: Int,
        _ descriptor: Int32,
        _ token: UInt64,
        _ interest: Readiness
    ) throws(SystemError) {
        try Syscall.check("epoll_ctl") {
            clinux_epoll_control(self.epoll.rawValue, Int32(operation), descriptor, interest.rawValue, token)
        }
    }
}
