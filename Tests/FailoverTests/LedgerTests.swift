import Checks
import Failover
import Testing
import VRRP

@Suite("Ledger")
struct LedgerTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var base: UInt8
        var contributions: [(weight: Int, reverse: Bool, health: Health)]
        var sum: Int
        var effective: UInt8
        var testDescription: String { "\(self.base) with \(self.contributions) → \(self.effective)" }
    }

    @Test(
        "contributions fold into the effective priority as keepalived's weights do",
        arguments: [
            Row(base: 150, contributions: [(-30, false, .up)], sum: 150, effective: 150),
            Row(base: 150, contributions: [(-30, false, .down)], sum: 120, effective: 120),
            Row(base: 150, contributions: [(30, false, .up)], sum: 180, effective: 180),
            Row(base: 150, contributions: [(30, false, .down)], sum: 150, effective: 150),
            Row(base: 100, contributions: [(30, true, .up)], sum: 70, effective: 70),
            Row(base: 100, contributions: [(30, true, .down)], sum: 100, effective: 100),
            Row(base: 100, contributions: [(-30, true, .down)], sum: 130, effective: 130),
            Row(base: 100, contributions: [(-30, true, .up)], sum: 100, effective: 100),
            Row(base: 150, contributions: [(-30, false, .unknown)], sum: 150, effective: 150),
            Row(base: 200, contributions: [(-60, false, .down), (10, false, .up)], sum: 150, effective: 150),
            Row(base: 10, contributions: [(-200, false, .down)], sum: -190, effective: 1),
            Row(base: 240, contributions: [(50, false, .up)], sum: 290, effective: 254),
            Row(base: 255, contributions: [(-60, false, .down)], sum: 255, effective: 255),
        ]
    )
    func fold(_ row: Row) {
        var ledger = Ledger(base: Priority(rawValue: row.base))
        for (index, contribution) in row.contributions.enumerated() {
            let weight = CheckWeight(value: contribution.weight, reverse: contribution.reverse)
            ledger.add(.check("c\(index)"), weight: weight, health: contribution.health)
        }
        #expect(ledger.sum == row.sum)
        #expect(ledger.effective.rawValue == row.effective)
        #expect(ledger.isClamped == (row.sum != Int(row.effective)))
    }

    @Test("weight 0 is a fault while down, reversed while up, never while unknown")
    func faults() {
        for (reverse, health, isFault) in [
            (false, Health.up, false), (false, .down, true), (false, .unknown, false),
            (true, .up, true), (true, .down, false), (true, .unknown, false),
        ] {
            var ledger = Ledger(base: .default)
            ledger.add(.check("c"), weight: CheckWeight(value: 0, reverse: reverse), health: health)
            #expect(ledger.contributions[0].isFault == isFault)
            #expect(ledger.sum == 100)
        }
    }
}
