import Testing
import VRRP

@Suite struct TimingTests {
    @Test(
        "skew and master down interval are exact",
        arguments: [
            // version, priority, centiseconds, skew in ns, master down interval in ns
            (Version.v2, 100, 100, 609_375_000, 3_609_375_000),
            (.v2, 254, 100, 7_812_500, 3_007_812_500),
            (.v2, 255, 100, 3_906_250, 3_003_906_250),
            (.v2, 1, 100, 996_093_750, 3_996_093_750),
            (.v2, 100, 500, 609_375_000, 15_609_375_000),  // the skew of v2 does not know the interval
            (.v3, 100, 100, 609_375_000, 3_609_375_000),
            (.v3, 100, 10, 60_937_500, 360_937_500),
            (.v3, 100, 1, 6_093_750, 36_093_750),
            (.v3, 200, 1, 2_187_500, 32_187_500),
            (.v3, 255, 1, 39_062, 30_039_062),
            (.v3, 100, 4095, 24_953_906_250, 147_803_906_250),
        ] as [(Version, UInt8, Int, Int64, Int64)]
    )
    func exact(version: Version, priority: UInt8, centiseconds: Int, skew: Int64, down: Int64) {
        let timing = Timing(
            version: version,
            priority: Priority(rawValue: priority),
            masterInterval: Lab.interval(centiseconds)
        )
        #expect(timing.skewTime.clampedNanoseconds == skew)
        #expect(timing.masterDownInterval.clampedNanoseconds == down)
    }

    @Test(
        "no two priorities have the same skew, at the shortest interval either",
        arguments: [
            (Version.v2, 100), (.v3, 100), (.v3, 1), (.v3, 4095),
        ]
    )
    func distinct(version: Version, centiseconds: Int) {
        let skews = (1...255).map { priority in
            Timing(
                version: version,
                priority: Priority(rawValue: UInt8(priority)),
                masterInterval: Lab.interval(centiseconds)
            ).skewTime
        }
        #expect(zip(skews, skews.dropFirst()).allSatisfy { $0 > $1 })
        #expect(skews.allSatisfy { $0 > .zero })
    }

    @Test(
        "the number of missed advertisements is configured, at least 1",
        arguments: [(1, 1), (2, 2), (0, 1), (-4, 1), (.max, 255)]
    )
    func missed(configured: Int, effective: Int) {
        let timing = Timing(
            version: .v2,
            priority: .default,
            masterInterval: .default,
            advertisements: configured
        )
        #expect(timing.masterDownInterval - timing.skewTime == .seconds(effective))
    }
}
