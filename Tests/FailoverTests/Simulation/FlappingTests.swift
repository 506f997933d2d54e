import Testing

/// `move_damping` between whole nodes.
@Suite("Simulated flapping")
struct FlappingTests {
    @Test(
        "there is one master, a failing one is left, moves are bounded, and calm brings the best node back",
        arguments: 0..<UInt64(8)
    )
    func flapping(seed: UInt64) {
        var scenario = FlappingScenario(seed: seed)
        scenario.run()
        #expect(scenario.findings.isEmpty, "seed \(seed)\(scenario.cluster)")
        #expect(scenario.flaps > 40)
    }
}
