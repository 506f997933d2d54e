import Checks
import Configuration
import Failover
import Routing
import Testing
import VRRP

@testable import Agent

/// Thousands of routes are set and removed in portions, in order.
@Suite struct RoutingQueueTests {
    static func items(_ range: Range<UInt32>) -> [PlacedItem] {
        range.map { number in
            let rule = Rule(family: .ipv4, preference: number, action: .nothing)
            let origin = NetworkItem(
                .rule(rule),
                text: "\(number)",
                location: SourceLocation(file: "k.conf", line: 1, column: 1)
            )
            return PlacedItem(.rule(rule), origin: origin)
        }
    }

    static func drain(_ queue: inout RoutingQueue, by count: Int) -> [String] {
        var portions: [String] = []
        while let job = queue.next(atMost: count) {
            let sign = job.action == .remove ? "-" : "+"
            portions.append(sign + job.items.map(\.origin.text).joined(separator: ","))
        }
        return portions
    }

    @Test("a portion is of one job, and jobs keep their order")
    func portions() {
        var queue = RoutingQueue()
        queue.append(.removing(Self.items(1..<4), owner: .node))
        queue.append(.adding(Self.items(4..<9), owner: .node, isRestoring: false))
        #expect(Self.drain(&queue, by: 2) == ["-1,2", "-3", "+4,5", "+6,7", "+8"])
        #expect(queue.isEmpty)
    }

    @Test("what waits to be set and is removed is not set, whoever else waits for it")
    func withdrawn() {
        var queue = RoutingQueue()
        queue.append(.adding(Self.items(1..<4), owner: .instance("A"), isRestoring: false))
        queue.append(.adding(Self.items(2..<3), owner: .instance("B"), isRestoring: false))
        queue.append(.removing(Self.items(2..<4), owner: .instance("A")))
        #expect(Self.drain(&queue, by: 9) == ["+1", "+2", "-2,3"])
    }
}
