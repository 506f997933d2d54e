import Checks
import Configuration
import Failover
import Testing
import VRRP

/// What readers of FIFOs and of mail are told, in order.
@Suite struct NoticeTests {
    private func configuration(
        checks: [CheckDefinition] = [],
        repeatsStates: Bool = false,
        change: (inout InstanceConfiguration) -> Void = { _ in }
    ) -> AgentConfiguration {
        Bench.configuration([Bench.instance(checks: checks, change: change)], checks: checks) {
            $0.notifyFIFOs = [NotifyFIFO(path: "/run/notify")]
            $0.repeatsStatesOnReload = repeatsStates
        }
    }

    @Test("every transition is a line, after the scripts of the instance")
    func transitions() {
        var bench = Bench.started(self.configuration { $0.notify.any = NotifyScript(command: ["/n"]) })
        let effects = bench.advance(.seconds(4))
        #expect(effects.lines == ["INSTANCE \"VI_1\" MASTER 150\n"])
        let order = effects.compactMap { effect in
            switch effect {
            case .notify: "script"
            case .tell: "line"
            default: nil
            }
        }
        #expect(order == ["script", "line"])
        #expect(bench.handle(.stopNow).lines == ["INSTANCE \"VI_1\" STOP 150\n"])
    }

    @Test("a change of priority is told where that is asked for, with the priority it has become")
    func priorities() {
        let checks = [Bench.check("web", weight: -60)]
        for isAsked in [true, false] {
            var bench = Bench.master(self.configuration(checks: checks) { $0.tellsPriorityChanges = isAsked })
            let lines = bench.report("web", .fail).lines
            #expect(lines == (isAsked ? ["INSTANCE \"VI_1\" MASTER_PRIORITY 90\n"] : []))
        }
    }

    @Test("a master that hears a lower priority says so, once a second at most")
    func lowerPriority() {
        var bench = Bench.master(
            self.configuration { $0.notify.masterReceivedLowerPriority = NotifyScript(command: ["/low"]) }
        )
        let first = bench.hear(priority: 100)
        #expect(first.lines == ["INSTANCE \"VI_1\" MASTER_RX_LOWER_PRI 150\n"])
        #expect(first.commands == [["/low"]])
        #expect(bench.hear(priority: 100).lines == [])
        _ = bench.advance(.seconds(1))
        #expect(bench.hear(priority: 100).commands == [["/low"]])
        #expect(bench.hear(priority: 0).commands == [])
    }

    @Test("an instance that a reload removes: DELETED where that is asked for, FAULT as keepalived otherwise")
    func deletion() {
        let empty = self.configuration()
        for tellsDeletion in [true, false] {
            var bench = Bench.master(
                self.configuration {
                    $0.notify.fault = NotifyScript(command: ["/fault"])
                    $0.notify.deleted = NotifyScript(command: ["/deleted"])
                    $0.notify.stop = NotifyScript(command: ["/stop"])
                    $0.notify.tellsDeletion = tellsDeletion
                }
            )
            var without = empty
            without.instances = []
            let effects = bench.handle(.reload(without, generation: 2)) + bench.advance(.seconds(5))
            #expect(effects.commands == [[tellsDeletion ? "/deleted" : "/fault"]])
            #expect(effects.lines == ["INSTANCE \"VI_1\" \(tellsDeletion ? "DELETED" : "FAULT") 150\n"])
        }
    }

    @Test("states are told again on a reload where that is asked for")
    func reload() {
        let quiet = self.configuration()
        let repeating = self.configuration(repeatsStates: true)
        var bench = Bench.master(quiet)
        #expect(bench.handle(.reload(quiet, generation: 2)).lines == [])
        #expect(bench.handle(.reload(repeating, generation: 3)).lines == ["INSTANCE \"VI_1\" MASTER 150\n"])
    }

    @Test("mail goes out for transitions alone, and for no fault with no_email_faults")
    func mail() {
        let checks = [Bench.check("web")]
        var configuration = self.configuration(checks: checks) { $0.mailsTransitions = true }
        configuration.global.notifyFIFOs = []
        configuration.global.mail = MailSettings(recipients: [.keepalived])
        for leavesOutFaults in [true, false] {
            configuration.global.mail?.leavesOutFaults = leavesOutFaults
            var bench = Bench.master(configuration)
            let notices = bench.report("web", .fail).notices
            #expect(notices.map(\.state) == (leavesOutFaults ? [] : [.fault]))
            #expect(notices.map(\.isMailed) == notices.map { _ in true })
        }
    }

    @Test("lines that a FIFO lost are in the status, and those of a checker that ended count on")
    func losses() {
        var bench = Bench.master(self.configuration())
        #expect(bench.status.contains(#""fifos":[{"path":"/run/notify","lost":0}]"#))
        _ = bench.handle(.fifoLosses(path: "/run/notify", lines: 7))
        _ = bench.handle(.fifoLosses(path: "/run/notify", lines: 8))
        _ = bench.handle(.checkerExited)
        _ = bench.handle(.checkerStarted)
        #expect(bench.status.contains(#""lost":8}"#))
        _ = bench.handle(.fifoLosses(path: "/run/notify", lines: 2))
        #expect(bench.status.contains(#""lost":10}"#))
    }

    @Test("nobody is told where nobody listens")
    func silence() {
        var bench = Bench.started(Bench.configuration([Bench.instance { $0.mailsTransitions = true }]))
        #expect(bench.advance(.seconds(4)).notices == [])
    }
}

extension Bench {
    fileprivate var status: String { self.node.status(version: "1", processID: 1, at: self.now) }
}

extension [Effect] {
    var notices: [StateNotice] {
        self.compactMap { effect in
            if case .tell(let notice) = effect { notice } else { nil }
        }
    }

    fileprivate var lines: [String] { self.notices.map(\.line) }

    fileprivate var commands: [[String]] {
        self.compactMap { effect in
            if case .notify(let request) = effect { request.command } else { nil }
        }
    }
}
