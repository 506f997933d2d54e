/// The number that orders the advertisements of a sender: its wall clock in steps of 2⁻¹⁶ s, then a counter of 16 bits
/// for those within one step.
///
/// Ordered by serial number arithmetic (RFC 1982), so that the end of the 32 bits of seconds is no end.
package struct MessageSequence: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The first number of a time.
    package init(at time: UTCTime) {
        let fraction = UInt64(time.nanosecond) << 16 / 1_000_000_000
        self.rawValue = UInt64(time.seconds) << 32 | fraction << 16
    }

    package var next: MessageSequence { MessageSequence(rawValue: self.rawValue &+ 1) }

    package var seconds: UInt32 { UInt32(truncatingIfNeeded: self.rawValue >> 32) }

    package func isAfter(_ other: MessageSequence) -> Bool {
        Int64(bitPattern: self.rawValue &- other.rawValue) > 0
    }

    /// Whole seconds by which a clock is ahead of the number; negative when the number is ahead.
    package func age(at time: UTCTime) -> Duration {
        .seconds(Int32(bitPattern: time.seconds &- self.seconds))
    }

    /// Whether the number is no further from a clock than `window`, in either direction.
    func isWithin(_ window: Duration, of time: UTCTime) -> Bool {
        let age = self.age(at: time)
        return age <= window && .zero - age <= window
    }
}
