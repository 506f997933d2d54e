import Configuration
import Failover
import Testing
import VRRP

/// The kernel answers in the middle of a decision; nothing may be left of what the answer made void.
@Suite struct AnswerTests {
    @Test("an event that comes up while effects are performed waits until they are all done")
    func queue() {
        var queue = EventQueue()
        var isMine = queue.append(.start)
        #expect(isMine)
        _ = queue.next()
        isMine = queue.append(.tick)
        #expect(!isMine)
        isMine = queue.append(.stop)
        #expect(!isMine)
        if case .tick? = queue.next() {} else { Issue.record("the first answer is not the next") }
        if case .stop? = queue.next() {} else { Issue.record("the second answer is not the next") }
        if queue.next() != nil { Issue.record("there is a third") }
        isMine = queue.append(.start)
        #expect(isMine)
    }

    @Test("a master whose addresses are refused leaves no routes, announces nothing more, and FAULT is told last")
    func refusedAddresses() {
        let configuration = Bench.configuration([
            Bench.instance {
                $0.items = ItemTests.items
                $0.notify.any = NotifyScript(command: ["/n"])
            }
        ])
        var bench = Bench.started(configuration)
        bench.refusedAddresses = [Bench.virtual]
        let effects = bench.advance(.milliseconds(3500)) + bench.takeEffects()
        #expect(bench.state == .fault)
        #expect(bench.inTables.isEmpty)
        #expect(bench.onInterfaces.isEmpty)
        #expect(
            effects.deeds == [
                "advertise", "add", "add items", "announce", "advertise", "withdraw", "remove items",
            ]
        )
        #expect(effects.advertised == [150, 0])
        #expect(effects.notified.map { $0[3] }.suffix(2) == ["MASTER", "FAULT"])
    }

    @Test(
        "a reload whose tracked static route is refused leaves no new address on the instance that is in fault for it"
    )
    func refusedStatic() {
        var tracked = ItemTests.route(7)
        tracked.trackGroup = "G"
        let second = IPAddress(172, 20, 128, 5)
        var bench = Bench.master(Bench.configuration([Bench.instance()]))
        #expect(bench.state == .master)
        #expect(bench.onInterfaces.count == 1)
        bench.refusals = [tracked.text: "Network is unreachable"]
        var next = Bench.configuration([
            Bench.instance {
                $0.router.addresses.append(second)
                $0.virtualAddresses.append(VirtualAddress(address: second, prefixLength: 24, device: "eth0"))
            }
        ])
        next.statics = [tracked]
        next.trackGroups = ["G": ["VI_1"]]
        let effects = bench.handle(.reload(next, generation: 2))
        #expect(effects.added == ["172.20.128.5/24 dev eth0"] || effects.added.count == 1)
        _ = bench.takeEffects()
        #expect(bench.state == .fault)
        #expect(bench.onInterfaces.isEmpty)
    }
}
