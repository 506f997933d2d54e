import Checks
import TestSupport
import Testing
import VRRP

@testable import Failover

@Suite("Orders and the file of maintenance as text") struct OrderTextTests {
    private static let by = Operator(name: "alice", userID: 1000)
    static let orders: [OperatorOrder] = [
        .beginMaintenance(instances: [], reason: "kernel \"6\" \\ ü", duration: nil, by: by),
        .beginMaintenance(instances: ["VI_1", "a b"], reason: "x", duration: .seconds(1800), by: by),
        .endMaintenance(instances: ["VI_1"], by: by), .endMaintenance(instances: [], by: by),
        .endMaintenance(instances: [], by: by, reason: "done"),
        .drain(instances: ["VI_1"], reason: "x", by: by),
        .drill(instance: "VI_1", reason: "x", returnAfter: .seconds(1), by: by),
        .endDrill(instance: "VI_1", by: by),
    ]

    @Test("orders come out as they went in; the user's number is the socket's", arguments: orders)
    func order(_ order: OperatorOrder) {
        #expect(OperatorOrder(parsing: order.text, userID: 1000) == order)
        #expect(OperatorOrder(parsing: order.text, userID: 7)?.by == Operator(name: "alice", userID: 7))
    }

    @Test(
        "what is none is refused",
        arguments: [
            "", "{}", "{\"order\":\"on\"}", "{\"order\":\"on\",\"instances\":[]}",
            "{\"order\":\"on\",\"instances\":[],\"reason\":\"  \"}",
            "{\"order\":\"on\",\"instances\":[],\"reason\":\"a\\nb\"}",
            "{\"order\":\"on\",\"instances\":[],\"reason\":\"a\u{9b}b\"}",
            "{\"order\":\"on\",\"instances\":[7],\"reason\":\"a\"}",
            "{\"order\":\"on\",\"instances\":[\"\"],\"reason\":\"a\"}",
            "{\"order\":\"on\",\"instances\":[],\"reason\":\"a\",\"for_ms\":0}",
            "{\"order\":\"on\",\"instances\":[],\"reason\":\"a\",\"for_ms\":1e300}",
            "{\"order\":\"on\",\"instances\":[],\"reason\":\"a\",\"for_ms\":\"5\"}",
            "{\"order\":\"drain\",\"instances\":[],\"reason\":\"a\"}",
            "{\"order\":\"drill\",\"instances\":[\"a\"],\"reason\":\"a\"}",
            "{\"order\":\"drill\",\"instances\":[\"a\",\"b\"],\"reason\":\"a\",\"return_after_ms\":5000}",
            "{\"order\":\"off\",\"instances\":[],\"reason\":\" \"}",
            "{\"order\":\"end_drill\",\"instances\":[]}", "{\"order\":\"fly\",\"instances\":[]}",
        ]
    )
    func malformed(text: String) {
        #expect(OperatorOrder(parsing: text, userID: 0) == nil)
    }

    private static var list: MaintenanceList {
        var list = MaintenanceList()
        let since = UTCTime(nanoseconds: 1_795_925_800_000_001_000)
        list.whole = MaintenanceEntry(reason: "kernel \"6\" ü", by: Self.by, since: since)
        list.named["VI 1"] = MaintenanceEntry(
            .drained,
            reason: "x",
            by: Operator(userID: .max),
            since: since,
            until: UTCTime(nanoseconds: since.nanoseconds + 1000)
        )
        return list
    }

    @Test("the file comes out as it went in, and no part of it is taken for the whole")
    func file() throws {
        let text = Array(Self.list.text.utf8)
        #expect(try MaintenanceList(parsing: text) == Self.list)
        #expect(try MaintenanceList(parsing: MaintenanceList().text.utf8) == MaintenanceList())
        for length in 0..<(text.count - 1) {
            #expect(throws: MaintenanceList.TextError.self) { try MaintenanceList(parsing: text.prefix(length)) }
        }
    }

    @Test("whatever the bytes, the parsers give an answer", arguments: [1, 2, 3] as [UInt64])
    func anything(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        let text = Array(Self.list.text.utf8)
        let orders = Self.orders.map { Array($0.text.utf8) }
        for _ in 0..<2000 {
            _ = try? MaintenanceList(parsing: chance.bytes(upTo: 60))
            var damaged = text
            var order = orders.randomElement(using: &chance) ?? []
            for _ in 0..<Int.random(in: 1...4, using: &chance) {
                damaged[Int.random(in: damaged.indices, using: &chance)] = UInt8.random(in: 0...255, using: &chance)
                order[Int.random(in: order.indices, using: &chance)] = UInt8.random(in: 0...255, using: &chance)
            }
            if let list = try? MaintenanceList(parsing: damaged) {
                _ = list.whole?.explanation
                #expect((try? MaintenanceList(parsing: list.text.utf8)) == list)
            }
            if let parsed = OperatorOrder(parsing: String(decoding: order, as: UTF8.self), userID: 3) {
                #expect(OperatorOrder(parsing: parsed.text, userID: 3) == parsed)
            }
        }
    }

    @Test("times of any century have a text", arguments: [Int64.min / 1000, -1, 0, 1, 9_007_199_254_740_992])
    func times(microseconds: Int64) throws {
        let text = Self.list.text.replacing("1795925800000001", with: "\(microseconds)")
        let parsed = try? MaintenanceList(parsing: text.utf8)
        #expect(parsed?.whole?.explanation.isEmpty != true)
    }

    @Test("what a person reads")
    func words() {
        let entry = Self.list.named["VI 1"]
        #expect(
            entry?.explanation
                == "drained since 2026-11-29T04:16:40.000001Z by uid 4294967295 until 2026-11-29T04:16:40.000002Z: x"
        )
        #expect(
            MaintenanceChange.began(entry ?? MaintenanceEntry(reason: "", by: Self.by, since: UTCTime(nanoseconds: 0)))
                .description == "drained by uid 4294967295 until 2026-11-29T04:16:40.000002Z: x"
        )
        #expect(Self.by.description == "alice (uid 1000)")
    }
}
