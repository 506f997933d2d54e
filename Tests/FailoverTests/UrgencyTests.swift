import Checks
import Failover
import Testing

@Suite("The order in which effects are carried out")
struct UrgencyTests {
    private static func effects(_ pairs: Int) -> [Effect] {
        (0..<pairs).flatMap { number -> [Effect] in
            [.log(LogLine(.info, "\(number)")), .withdrawAnnouncements(instance: "VI_\(number)")]
        }
    }

    @Test("a few stay as they are; of hundreds those that only tell come last, each kind in its order")
    func order() {
        let few = Self.effects(32)
        #expect(few.inOrderOfUrgency == few)
        let many = Self.effects(33)
        let deeds = stride(from: 1, to: many.count, by: 2).map { many[$0] }
        let reports = stride(from: 0, to: many.count, by: 2).map { many[$0] }
        #expect(many.inOrderOfUrgency == deeds + reports)
    }

    @Test("results in a row are told of where they are what the change comes from")
    func streaks() {
        var bench = Bench.started(Bench.configuration([], checks: [Bench.check("web", rise: 2, fall: 3)]))
        _ = bench.report("web", .pass)
        #expect(bench.node.checks["web"]?.streak(passed: true) == 1)
        #expect(bench.node.checks["web"]?.streak(passed: false) == nil)
        for _ in 0..<3 { _ = bench.report("web", .fail) }
        #expect(bench.node.checks["web"]?.streak(passed: false) == 3)
        #expect(bench.node.checks["web"]?.streak(passed: true) == nil)
    }
}
