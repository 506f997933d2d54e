/// The two waiting times of a backup, exact to the attosecond.
///
/// RFC 3768 section 6.1 and RFC 9568 section 6.1. Whole seconds or centiseconds would give routers of different
/// priority the same skew, and two masters.
package struct Timing: Hashable, Sendable {
    package let version: Version
    /// The priority of the router that waits.
    package let priority: Priority
    /// The master's interval: learned in v3, our own in v2.
    package let masterInterval: AdvertisementInterval
    /// How many advertisements may be missed, 1…255; anything else is taken as the nearest of these.
    package let advertisements: Int

    package init(
        version: Version,
        priority: Priority,
        masterInterval: AdvertisementInterval,
        advertisements: Int = 3
    ) {
        self.version = version
        self.priority = priority
        self.masterInterval = masterInterval
        self.advertisements = min(max(1, advertisements), 255)
    }

    /// Skew_Time: (256 − priority)/256 of a second in v2, whatever the interval, and of the master's interval in v3.
    package var skewTime: Duration {
        let basis: Duration
        switch self.version {
        case .v2: basis = .seconds(1)
        case .v3: basis = self.masterInterval.duration
        }
        return basis * (256 - Int(self.priority.rawValue)) / 256
    }

    /// Master_Down_Interval (RFC 9568: Active_Down_Interval).
    package var masterDownInterval: Duration {
        self.masterInterval.duration * self.advertisements + self.skewTime
    }
}
