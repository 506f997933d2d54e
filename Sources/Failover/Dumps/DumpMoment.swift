package import VRRP

/// When a dump is made, and what only the process that makes it knows.
package struct DumpMoment: Sendable {
    package var now: Instant
    /// The wall clock's reading at ``now``.
    package var utc: UTCTime
    /// Seconds that the host's time is ahead of UTC, at a time in seconds since 1970.
    package var offset: @Sendable (Int64) -> Int64
    package var version: String
    package var processID: Int32
    /// Who runs what has no user of its own.
    package var userID: UInt32
    package var groupID: UInt32
    package var hostName: String
    /// What the kernel says of interfaces beside what decisions are made of; by index.
    package var links: [Int32: LinkFacts] = [:]
    /// Of the sockets for advertisements.
    package var descriptors: [ListeningPlace: Int32] = [:]

    package struct LinkFacts: Hashable, Sendable {
        package var isUp: Bool
        package var isRunning: Bool
        package var isLoopback: Bool
        /// Bytes.
        package var mtu: UInt32
        /// The number of its group; 0 is the default one.
        package var group: UInt32

        package init(isUp: Bool, isRunning: Bool, isLoopback: Bool, mtu: UInt32, group: UInt32) {
            self.isUp = isUp
            self.isRunning = isRunning
            self.isLoopback = isLoopback
            self.mtu = mtu
            self.group = group
        }
    }

    package init(
        now: Instant,
        utc: UTCTime,
        offset: @escaping @Sendable (Int64) -> Int64 = { _ in 0 },
        version: String,
        processID: Int32 = 0,
        userID: UInt32 = 0,
        groupID: UInt32 = 0,
        hostName: String = ""
    ) {
        self.now = now
        self.utc = utc
        self.offset = offset
        self.version = version
        self.processID = processID
        self.userID = userID
        self.groupID = groupID
        self.hostName = hostName
    }

    /// What the wall clock said, or will say, at an instant, if nobody sets it.
    func time(_ instant: Instant) -> DumpTime {
        let nanoseconds = self.utc.nanoseconds.addingReportingOverflow((instant - self.now).clampedNanoseconds)
        return DumpTime(utc: UTCTime(nanoseconds: nanoseconds.partialValue))
    }

    /// `1795904914.438081 (Sat Nov 28 22:28:34.438081 2026)`, in the host's time.
    func text(_ instant: Instant) -> String {
        let time = self.time(instant)
        return "\(time.seconds) (\(time.calendar(offset: self.offset(time.wholeSeconds))))"
    }
}
