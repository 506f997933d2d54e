/// A reading of the wall clock: nanoseconds since the beginning of 1970 in UTC.
///
/// The pure rooms never read a clock, this one no more than the monotonic one. It may jump in either direction, so no
/// timer depends on it; only what is compared with the clocks of others does.
package struct UTCTime: Hashable, Sendable {
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// Whole seconds as 32 bits carry them: modulo 2³², which comes round in 2106.
    package var seconds: UInt32 {
        UInt32(
            truncatingIfNeeded: self.nanoseconds.subtractingReportingOverflow(self.nanosecond).partialValue
                / 1_000_000_000
        )
    }

    /// Of the second, 0…999,999,999; also before 1970.
    var nanosecond: Int64 {
        let rest = self.nanoseconds % 1_000_000_000
        return rest < 0 ? rest + 1_000_000_000 : rest
    }
}
