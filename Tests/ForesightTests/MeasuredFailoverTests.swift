import Checks
import Foresight
import Testing

/// What was measured with two nodes of version 3, an interval of 1 s and a check every second, `fall 1 rise 1`: node a
/// has the higher priority, its check fails.
@Suite("Simulation: the table of measured failovers")
struct MeasuredFailoverTests {
    struct Row: CustomTestStringConvertible {
        var priorities: (Int, Int)
        /// nil = a fault.
        var weight: Int?
        var more = ""
        /// What was measured, in milliseconds; nil = the address never moved.
        var measured: ClosedRange<Double>?
        /// Three intervals and the skew of the backup, or the skew alone after a resignation; the master's last
        /// advertisement is up to an interval old, and the failure is found up to an interval later.
        var possible: ClosedRange<Double>?
        /// Who has the address when the check fails on both nodes.
        var both: String?

        var testDescription: String {
            "\(self.priorities.0)/\(self.priorities.1) weight \(self.weight.map(String.init) ?? "none") \(self.more)"
        }
    }

    static let rows: [Row] = [
        Row(priorities: (150, 100), weight: -30, both: "a"),
        Row(priorities: (150, 100), weight: -50, both: "a"),
        Row(priorities: (150, 100), weight: -60, measured: 3030...3070, possible: 2600...4620, both: "a"),
        // 160 is the effective priority of the backup: its skew is 375 ms.
        Row(priorities: (150, 100), weight: 60, measured: 3560...3560, possible: 2370...4380, both: "a"),
        Row(priorities: (240, 210), weight: 50, measured: 2050...2050, possible: 2000...4020, both: "a"),
        Row(priorities: (150, 100), measured: 640...1640, possible: 600...1620, both: nil),
        Row(priorities: (254, 251), measured: 50...50, possible: 10...1040, both: nil),
        Row(priorities: (150, 100), weight: -60, more: "nopreempt", both: "a"),
        Row(priorities: (150, 100), more: "nopreempt", measured: 640...640, possible: 600...1620, both: nil),
        Row(priorities: (150, 100), weight: -200, measured: 3060...3060, possible: 2600...4620, both: "b"),
    ]

    static func cluster(_ row: Row) throws -> Cluster {
        func node(_ priority: Int) -> String {
            ConfiguredCluster.script("web", weight: row.weight)
                + ConfiguredCluster.instance(
                    "VI_1",
                    priority: priority,
                    more: "    \(row.more)\n    track_script {\n        web\n    }\n"
                )
        }
        return try ConfiguredCluster(["a": node(row.priorities.0), "b": node(row.priorities.1)]).cluster
    }

    @Test("the address moves when it did, and stays where it did", arguments: rows)
    func failover(row: Row) throws {
        let cluster = try Self.cluster(row)
        // The failure comes at any moment between two runs of the check, which come at any moment between two
        // advertisements.
        var outages: [Double?] = []
        for phase in stride(from: 1, to: 1000, by: 166) {
            var settled = ClusterSimulation(cluster)
            let hasSettled = settled.settle()
            #expect(hasSettled)
            settled.begin(afterAdvertisement: .milliseconds(phase))
            for offset in stride(from: 0, to: 1000, by: 99) {
                let at = Duration.milliseconds(offset)
                var simulation = settled
                let timeline = simulation.play(
                    Scenario([Scenario.Step(at: at, .result(.fail, check: "web", node: 0))])
                )
                #expect(timeline.isSettled)
                #expect(timeline.notes.isEmpty, "\(timeline.notes)")
                guard let move = timeline.moves.first else {
                    #expect(timeline.routers.first?.holder == 0)
                    // Its service is broken, and nobody else has the address.
                    #expect(timeline.outages.first.map { $0.to == nil } == true)
                    outages.append(nil)
                    continue
                }
                #expect(timeline.moves.count == 1)
                #expect(move.from == 0 && move.to == 1)
                #expect(timeline.outages.map { $0.to } == [move.at])
                outages.append(Self.milliseconds(move.at - at))
            }
        }
        guard let possible = row.possible, let measured = row.measured else {
            #expect(outages.allSatisfy { $0 == nil })
            return
        }
        let times = outages.compactMap { $0 }
        let shortest = try #require(times.min())
        let longest = try #require(times.max())
        #expect(times.count == outages.count)
        #expect(possible.lowerBound <= shortest && longest <= possible.upperBound, "\(shortest)…\(longest)")
        // What was measured is among what may be, but for the time a real check and a real takeover need.
        #expect(shortest - 100 <= measured.lowerBound && measured.upperBound <= longest + 100, "\(shortest)…\(longest)")
    }

    @Test("both fail: who has the address then", arguments: rows)
    func both(row: Row) throws {
        let cluster = try Self.cluster(row)
        let timeline = ClusterSimulation.play(
            Scenario([
                Scenario.Step(at: .milliseconds(300), .result(.fail, check: "web", node: 0)),
                Scenario.Step(at: .seconds(20), .result(.fail, check: "web", node: 1)),
            ]),
            of: cluster
        )
        #expect(timeline.routers.first?.holder.map { timeline.nodes[$0] } == row.both)
        #expect(timeline.splits.isEmpty)
    }

    static func milliseconds(_ time: Duration) -> Double {
        Double(time.components.seconds) * 1000 + Double(time.components.attoseconds) / 1e15
    }
}
