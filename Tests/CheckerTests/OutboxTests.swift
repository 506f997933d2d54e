import Checks
import Testing

@testable import Checker

@Suite struct OutboxTests {
    @Test func keepsTheLastReportOfEachCheck() {
        var outbox = Outbox()
        outbox.begin(generation: 7)
        outbox.add(CheckOutcome(.pass, .ok, "first"), of: "a", runs: 3)
        outbox.add(CheckOutcome(.pass, .ok, "other"), of: "b")
        outbox.add(CheckOutcome(.fail, .tcpRefused, "second"), of: "a")
        var sent: [[UInt8]] = []
        outbox.drain {
            sent.append($0)
            return true
        }
        let a = CheckReport(
            check: "a",
            generation: 7,
            outcome: CheckOutcome(.fail, .tcpRefused, "second"),
            runs: 4
        )
        let b = CheckReport(check: "b", generation: 7, outcome: CheckOutcome(.pass, .ok, "other"))
        let expected: [CheckerMessage] = [.started(generation: 7), .reports([a, b])]
        #expect(sent == expected.map { $0.encoded() })
        #expect(outbox.isEmpty)
        #expect(outbox.overtaken == 1)
    }

    @Test func reportsOfTwoConfigurationsStayApart() {
        var outbox = Outbox()
        outbox.begin(generation: 1)
        outbox.add(CheckOutcome(.pass, .ok, ""), of: "a")
        outbox.begin(generation: 2)
        outbox.add(CheckOutcome(.fail, .execExit, ""), of: "a")
        let generations = outbox.pending.map { message -> UInt32 in
            switch message {
            case .started(let generation): generation
            case .report(let report): report.generation
            case .reports, .fifoLosses: 0
            }
        }
        #expect(generations == [1, 1, 2, 2])
    }

    @Test func packetsAreBoundedAndKeepTheOrder() throws {
        var outbox = Outbox()
        outbox.begin(generation: 1)
        for number in 0..<200 {
            let output = number % 50 == 0 ? String(repeating: "x", count: 4096) : ""
            outbox.add(CheckOutcome(.pass, .ok, "", output: output), of: "check \(number)")
        }
        var packets: [[UInt8]] = []
        outbox.drain {
            packets.append($0); return true
        }
        var names: [String] = []
        for packet in packets {
            #expect(packet.count < 65_536)
            switch try CheckerMessage(decoding: packet) {
            case .started, .fifoLosses: continue
            case .report(let report): names.append(report.check)
            case .reports(let reports):
                #expect(reports.count <= Outbox.batchLimit)
                names += reports.map(\.check)
            }
        }
        #expect(names == (0..<200).map { "check \($0)" })
        #expect(packets.count < 12)
    }

    @Test func theLatestNumberOfLostLinesTakesThePlaceOfThoseThatWait() {
        var outbox = Outbox()
        outbox.add(losses: 1, of: "/run/a")
        outbox.add(losses: 1, of: "/run/b")
        outbox.add(losses: 2, of: "/run/a")
        #expect(outbox.pending == [.fifoLosses(path: "/run/a", lines: 2), .fifoLosses(path: "/run/b", lines: 1)])
    }

    @Test func aFullSocketKeepsTheMessageItRefused() {
        var outbox = Outbox()
        outbox.begin(generation: 1)
        for number in 0...Outbox.batchLimit { outbox.add(CheckOutcome(.pass, .ok, ""), of: "\(number)") }
        var room = 2
        outbox.drain { _ in
            room -= 1
            return room >= 0
        }
        #expect(outbox.pending.count == 1, "one more than fits into a packet")
        let last = "\(Outbox.batchLimit)"
        outbox.add(CheckOutcome(.fail, .execExit, ""), of: last)
        let outcome = CheckOutcome(.fail, .execExit, "")
        #expect(outbox.pending == [.report(CheckReport(check: last, generation: 1, outcome: outcome, runs: 2))])
    }
}
