import Checks
import Configuration
import Failover
import Testing
import VRRP

@Suite("Checks and priority")
struct HealthTests {
    @Test("case 101: no mastership before the first result of a check, weighted or not", arguments: [0, -30])
    func gate(weight: Int) {
        let check = Bench.check("web", weight: weight)
        var bench = Bench.started(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
        #expect(bench.advance(.seconds(9)).advertised.isEmpty)
        #expect(bench.state == .initialize)
        _ = bench.report("web", .pass)
        #expect(bench.state == .backup)
        #expect(bench.advance(.seconds(4)).advertised.first == 150)
    }

    @Test("a check that never reports is unknown after startup_timeout: its policy decides")
    func gateExpires() {
        for (policy, state) in [
            (UnknownPolicy.fail, VirtualRouter.StateName.fault), (.ignore, .backup), (.hold(.seconds(30)), .fault),
        ] {
            let check = Bench.check("web", onUnknown: policy)
            var bench = Bench.started(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
            // What was never known cannot be held.
            let effects = bench.advance(.milliseconds(10_001))
            #expect(bench.state == state, "\(policy)")
            if policy == .fail {
                #expect(
                    effects.changes.contains {
                        if case .health(_, _, .down, let evidence) = $0 {
                            evidence.reason == .checkNeverRan
                        } else {
                            false
                        }
                    }
                )
            }
        }
    }

    @Test("case 102: a failing check acts at once: priority 0, then the addresses go")
    func weightZero() {
        let check = Bench.check("web")
        var bench = Bench.master(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
        #expect(bench.state == .master)
        let effects = bench.report("web", .fail, .processMissing)
        #expect(effects.deeds == ["advertise", "withdraw", "remove"])
        #expect(effects.advertised == [0])
        #expect(effects.removed == ["172.20.128.4/24"])
        #expect(bench.state == .fault)
        #expect(bench.node.instances[0].faults == [.checkDown("web")])
    }

    @Test("case 95: a fault that ends makes a backup with a full master-down interval, not a master")
    func recovery() {
        let check = Bench.check("web")
        var bench = Bench.master(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
        _ = bench.report("web", .fail)
        _ = bench.report("web", .pass)
        #expect(bench.state == .backup)
        #expect(bench.advance(.milliseconds(3400)).advertised.isEmpty)
        #expect(bench.advance(.milliseconds(20)).advertised == [150])
    }

    @Test("cases 80, 99: a weighted check lowers the priority at once and gives exactly the base back")
    func weighted() {
        let check = Bench.check("web", weight: -60)
        var bench = Bench.master(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
        #expect(bench.report("web", .fail).advertised == [90])
        #expect(bench.state == .master)
        #expect(bench.report("web", .pass).advertised == [150])
    }

    @Test("case 98: of two causes the fault ends with the last")
    func twoCauses() {
        let checks = [Bench.check("a"), Bench.check("b")]
        var bench = Bench.master(Bench.configuration([Bench.instance(checks: checks)], checks: checks))
        _ = bench.report("a", .fail)
        _ = bench.report("b", .fail)
        _ = bench.report("a", .pass)
        #expect(bench.state == .fault)
        _ = bench.report("b", .pass)
        #expect(bench.state == .backup)
    }

    @Test("rise and fall: health moves only after as many results in a row")
    func hysteresis() {
        let check = Bench.check("web", weight: -60, rise: 2, fall: 3)
        var bench = Bench.master(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
        let results: [(CheckStatus, UInt8)] = [
            (.fail, 150), (.fail, 150), (.pass, 150), (.fail, 150), (.fail, 150), (.fail, 90), (.pass, 90), (.fail, 90),
            (.pass, 90), (.warn, 150),
        ]
        for (index, (status, priority)) in results.enumerated() {
            _ = bench.report("web", status)
            #expect(bench.priority == priority, "result \(index)")
        }
    }

    @Test("unknown never counts as a pass: fail counts it down, hold waits, ignore leaves out")
    func unknown() {
        for (policy, atOnce, after) in [
            (UnknownPolicy.fail, UInt8(90), UInt8(90)), (.hold(.seconds(5)), 150, 90), (.ignore, 150, 150),
        ] {
            let check = Bench.check("web", weight: -60, onUnknown: policy)
            var bench = Bench.master(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
            _ = bench.report("web", .unknown, .execNotFound)
            #expect(bench.priority == atOnce, "\(policy)")
            for _ in 0..<3 {
                _ = bench.advance(.seconds(2))
                _ = bench.report("web", .unknown, .execNotFound)
            }
            #expect(bench.priority == after, "\(policy) later")
            _ = bench.report("web", .pass)
            #expect(bench.priority == 150, "\(policy) recovered")
        }
    }

    @Test("ignore leaves a positive weight out, too")
    func ignorePositive() {
        let check = Bench.check("web", weight: 40, onUnknown: .ignore)
        var bench = Bench.master(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
        #expect(bench.priority == 190)
        _ = bench.report("web", .unknown)
        #expect(bench.priority == 150)
    }

    @Test("a checker that dies and returns within its grace moves nothing")
    func checkerRestart() {
        let check = Bench.check("web")
        var bench = Bench.master(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
        _ = bench.handle(.checkerExited)
        _ = bench.advance(.seconds(4))
        _ = bench.handle(.checkerStarted)
        _ = bench.report("web", .pass)
        _ = bench.advance(.seconds(4))
        #expect(bench.state == .master)
    }

    @Test("a checker that does not return makes its checks unknown after the grace")
    func checkerGone() {
        let check = Bench.check("web")
        var bench = Bench.master(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
        _ = bench.handle(.checkerExited)
        _ = bench.advance(.milliseconds(4990))
        #expect(bench.state == .master)
        let effects = bench.advance(.milliseconds(20))
        #expect(bench.state == .fault)
        #expect(
            effects.changes.contains {
                if case .health(_, _, .down, let evidence) = $0 { evidence.reason == .checkerRestarting } else { false }
            }
        )
    }

    @Test("a slow check has time for its first run after the checker is back")
    func slowCheckAfterRestart() {
        var check = Bench.check("web")
        check.schedule = CheckSchedule(interval: .seconds(10), timeout: .seconds(10))
        var bench = Bench.master(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
        _ = bench.handle(.checkerExited)
        _ = bench.advance(.milliseconds(100))
        _ = bench.handle(.checkerStarted)
        _ = bench.advance(.seconds(8))
        _ = bench.report("web", .pass)
        #expect(bench.state == .master)
    }

    @Test("a crash loop of the checker does not renew the grace")
    func crashLoop() {
        let check = Bench.check("web")
        var bench = Bench.master(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
        for _ in 0..<6 {
            _ = bench.handle(.checkerExited)
            _ = bench.advance(.milliseconds(500))
            _ = bench.handle(.checkerStarted)
            _ = bench.advance(.milliseconds(500))
        }
        #expect(bench.state == .fault)
    }

    @Test("a checker that hangs is noticed: no report is no pass")
    func overdue() {
        let check = Bench.check("web")
        var bench = Bench.master(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
        let effects = bench.advance(.seconds(20))
        #expect(bench.state == .fault)
        #expect(
            effects.changes.contains {
                if case .health(_, _, .down, let evidence) = $0 { evidence.reason == .checkOverdue } else { false }
            }
        )
    }

    @Test("case 97: a tracked interface: weight 0 is a fault, a weight is a difference")
    func trackedInterface() {
        for (weight, state, priority) in [(0, VirtualRouter.StateName.fault, UInt8(150)), (-50, .master, 100)] {
            var bench = Bench.master(
                Bench.configuration([
                    Bench.instance {
                        $0.trackedInterfaces = [TrackedInterface(name: "eth1", weight: CheckWeight(value: weight))]
                    }
                ])
            )
            _ = bench.handle(
                .link(name: "eth1", index: Bench.eth1, isUp: false, hardwareAddress: MACAddress(rawValue: 0))
            )
            #expect(bench.state == state)
            #expect(bench.priority == priority)
        }
    }

    @Test("the journal links a transition to the evidence it came from")
    func causes() throws {
        let check = Bench.check("web")
        var bench = Bench.master(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
        let entries = bench.report("web", .fail, .processMissing).entries
        let transition = try #require(entries.first { if case .transition = $0.change { true } else { false } })
        let fault = try #require(entries.first { $0.id == transition.cause })
        #expect(fault.change == .faultBegan([.checkDown("web")]))
        let health = try #require(entries.first { $0.id == fault.cause })
        guard case .health("web", .up, .down, let evidence) = health.change else {
            Issue.record("\(health)")
            return
        }
        #expect(evidence.reason == .processMissing)
        #expect(health.cause == nil)
    }

    @Test("a report of an older configuration is no evidence of a check that was changed")
    func generations() {
        let check = Bench.check("web")
        var bench = Bench.master(Bench.configuration([Bench.instance(checks: [check])], checks: [check]))
        var changed = check
        changed.options = CheckOptions(arguments: ["apache2"], argument: .string("apache2"))
        let new = Bench.configuration([Bench.instance(checks: [changed])], checks: [changed])
        _ = bench.handle(.reload(new, generation: 2))
        _ = bench.report("web", .fail, generation: 1)
        #expect(bench.state == .master)
        _ = bench.report("web", .fail, generation: 2)
        #expect(bench.state == .fault)
    }
}
