import CLinux

/// What to wait for on a descriptor, and what was found.
package struct Readiness: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package static let readable = Readiness(rawValue: UInt32(CLINUX_EPOLLIN))
    package static let writable = Readiness(rawValue: UInt32(CLINUX_EPOLLOUT))
    /// The other end is gone. Reported without being asked for.
    package static let hangup = Readiness(rawValue: UInt32(CLINUX_EPOLLHUP))
    /// An error is pending; the next read or write tells it. Reported without being asked for.
    package static let failed = Readiness(rawValue: UInt32(CLINUX_EPOLLERR))
}
