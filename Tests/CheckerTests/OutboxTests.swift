import Checks
import Testing

@testable import Checker

@Suite struct OutboxTests {
    @Test func keepsTheLastReportOfEachCheck() {
        var outbox = Outbox()
        outbox.begin(generation: 7)
        outbox.add(CheckOutcome(.pass, .ok, "first"), of: "a")
        outbox.add(CheckOutcome(.pass, .ok, "other"), of: "b")
        outbox.add(CheckOutcome(.fail, .tcpRefused, "second"), of: "a")
        var sent: [[UInt8]] = []
        outbox.drain {
            sent.append($0)
            return true
        }
        let b = CheckReport(check: "b", generation: 7, outcome: CheckOutcome(.pass, .ok, "other"))
        let a = CheckReport(check: "a", generation: 7, outcome: CheckOutcome(.fail, .tcpRefused, "second"))
        let expected: [CheckerMessage] = [.started(generation: 7), .report(b), .report(a)]
        #expect(sent == expected.map { $0.encoded() })
        #expect(outbox.isEmpty)
        #expect(outbox.overtaken == 1)
    }

    @Test func aFullSocketKeepsTheMessageItRefused() {
        var outbox = Outbox()
        outbox.begin(generation: 1)
        outbox.add(CheckOutcome(.pass, .ok, ""), of: "a")
        outbox.add(CheckOutcome(.pass, .ok, ""), of: "b")
        var room = 2
        outbox.drain { _ in
            room -= 1
            return room >= 0
        }
        #expect(outbox.pending.count == 1)
        outbox.add(CheckOutcome(.fail, .execExit, ""), of: "b")
        #expect(
            outbox.pending == [
                .report(CheckReport(check: "b", generation: 1, outcome: CheckOutcome(.fail, .execExit, "")))
            ]
        )
    }
}
