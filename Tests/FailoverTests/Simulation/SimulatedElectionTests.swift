import Foundation
import Testing

/// Elections between whole nodes under trouble of every kind. `scripts/simulate` runs ten thousand seeds.
@Suite("Simulated elections")
struct SimulatedElectionTests {
    /// Seeds of this run.
    static let count = ProcessInfo.processInfo.environment["BATON_SIMULATED_SEEDS"].flatMap { UInt64($0) } ?? 400
    static let parts: UInt64 = 8

    @Test(
        "seeds that failed once: an advertisement arrived behind the priority 0 that followed it",
        arguments: [2782, 2783, 4897, 4898, 8687]
    )
    func inOrder(seed: UInt64) {
        var scenario = ElectionScenario(seed: seed)
        scenario.run()
        #expect(scenario.findings.isEmpty, "seed \(seed)\(scenario.cluster)")
    }

    @Test("once settled there is one master with the address, and a takeover is in time", arguments: 0..<parts)
    func elections(part: UInt64) {
        var elections = 0
        var seeds = 0
        for seed in stride(from: part, to: Self.count, by: Int(Self.parts)) {
            var scenario = ElectionScenario(seed: seed)
            scenario.run()
            elections += scenario.cluster.elections
            seeds += 1
            #expect(scenario.findings.isEmpty, "seed \(seed)\(scenario.cluster)")
        }
        print("part \(part): \(seeds) seeds, \(elections) elections")
    }

    @Test("the same with moves damped on all nodes, but that the best may have to wait", arguments: 0..<parts)
    func damped(part: UInt64) {
        for seed in stride(from: part, to: Self.count / 4, by: Int(Self.parts)) {
            var scenario = ElectionScenario(seed: seed, isDamped: true)
            scenario.run()
            #expect(scenario.findings.isEmpty, "seed \(seed)\(scenario.cluster)")
        }
    }
}
