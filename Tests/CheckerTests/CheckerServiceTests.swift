import Checks
import Glibc
import Synchronization
import Testing

@testable import Checker

/// The service on real socket pairs, with the test as supervisor and router.
@Suite(.timeLimit(.minutes(2))) struct CheckerServiceTests {
    /// Both other ends.
    private final class Peers {
        let supervisor: PacketSocket
        let router: PacketSocket
        /// Of a packet of several reports, those not asked for yet.
        private var waiting: [CheckReport] = []

        init(supervisor: PacketSocket, router: PacketSocket) {
            self.supervisor = supervisor
            self.router = router
        }

        func send(_ messages: [[UInt8]]) {
            for message in messages { #expect(self.supervisor.send(message) == .done) }
        }

        /// The next message; waits for it.
        func next(from socket: PacketSocket) async -> [UInt8]? {
            var buffer = [UInt8](repeating: 0, count: PacketSocket.messageLimit)
            while true {
                switch socket.receive(into: &buffer) {
                case .message(let bytes): return bytes
                case .closed: return nil
                case .empty: try? await Task.sleep(for: .milliseconds(2))
                }
            }
        }

        func nextMessage() async throws -> CheckerMessage? {
            while self.waiting.isEmpty {
                guard let bytes = await self.next(from: self.router) else { return nil }
                switch try CheckerMessage(decoding: bytes) {
                case .reports(let reports): self.waiting = reports
                case let other: return other
                }
            }
            return .report(self.waiting.removeFirst())
        }

        func nextReport(of check: String) async throws -> CheckReport? {
            while let message = try await self.nextMessage() {
                if case .report(let report) = message, report.check == check { return report }
            }
            return nil
        }
    }

    /// - Parameter plans: What each configuration's bytes mean.
    private static func serve(
        _ plans: [[UInt8]: CheckerPlan],
        _ body: (Peers) async throws -> Void
    ) async throws {
        let (supervisor, ours) = try #require(Self.pair())
        let (router, theirs) = try #require(Self.pair())
        let wake = try #require(WakePipe())
        let link = CheckerLink(supervisor: ours, router: theirs, wake: wake)
        #expect(link.start())
        let service = CheckerService(
            link: link,
            factory: Bench.factory,
            logger: Bench.quiet,
            plan: { plans[$0] },
            onStop: {}
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await service.run() }
            let peers = Peers(supervisor: supervisor, router: router)
            try await body(peers)
            peers.send([SupervisorMessage.stop.encoded()])
            try await group.waitForAll()
        }
        close(supervisor.descriptor)
        close(router.descriptor)
    }

    private static func pair() -> (PacketSocket, PacketSocket)? {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &ends) == 0,
            let first = PacketSocket(descriptor: ends[0]), let second = PacketSocket(descriptor: ends[1])
        else { return nil }
        return (first, second)
    }

    private static func plan(_ names: [String], interval: Duration = .never) -> CheckerPlan {
        CheckerPlan(
            checks: names.map { Bench.definition($0, interval: interval, timeout: .never) },
            notifyTimeout: .seconds(5)
        )
    }

    @Test func startedComesFirstAndEveryCheckReportsAtOnce() async throws {
        for name in ["service-a", "service-b"] { _ = Script.named(name) { _ in Script.pass } }
        try await Self.serve([[1, 2, 3]: Self.plan(["service-a", "service-b"])]) { peers in
            peers.send(SupervisorMessage.parts(of: [1, 2, 3], generation: 5))
            let first = try await peers.nextMessage()
            #expect(first == .started(generation: 5))
            let reply = await peers.next(from: peers.supervisor)
            #expect(reply == CheckerMessage.started(generation: 5).encoded())
            var reported: Set<String> = []
            for _ in 0..<2 {
                guard case .report(let report)? = try await peers.nextMessage() else { continue }
                #expect(report.generation == 5)
                #expect(report.outcome.status == .pass)
                reported.insert(report.check)
            }
            #expect(reported == ["service-a", "service-b"])
        }
    }

    @Test func aReloadLeavesUnchangedChecksAlone() async throws {
        let kept = Script.named("service-kept") { CheckOutcome(.pass, .ok, "run \($0)") }
        let removed = Script.named("service-removed") { CheckOutcome(.pass, .ok, "run \($0)") }
        _ = Script.named("service-new") { CheckOutcome(.pass, .ok, "run \($0)") }
        let plans: [[UInt8]: CheckerPlan] = [
            [1]: Self.plan(["service-kept", "service-removed"]), [2]: Self.plan(["service-kept", "service-new"]),
        ]
        try await Self.serve(plans) { peers in
            peers.send(SupervisorMessage.parts(of: [1], generation: 1))
            _ = try await peers.nextReport(of: "service-removed")
            peers.send(SupervisorMessage.parts(of: [2], generation: 2))
            let new = try await peers.nextReport(of: "service-new")
            #expect(new?.generation == 2)
            #expect(peers.router.send(RouterMessage.repeatReports.encoded()) == .done)
            let repeated = try await peers.nextReport(of: "service-kept")
            #expect(repeated?.outcome.summary == "run 1")
            #expect(repeated?.generation == 2, "its evidence is that of the new configuration, too")
        }
        #expect(kept.runs == 1)
        #expect(removed.runs == 1)
    }

    @Test func aConfigurationThatIsNotUnderstoodChangesNothing() async throws {
        _ = Script.named("service-old") { CheckOutcome(.pass, .ok, "run \($0)") }
        try await Self.serve([[1]: Self.plan(["service-old"], interval: .milliseconds(20))]) { peers in
            peers.send(SupervisorMessage.parts(of: [1], generation: 1))
            _ = try await peers.nextReport(of: "service-old")
            peers.send([[9, 9, 9]])
            peers.send(SupervisorMessage.parts(of: [7, 7], generation: 2))
            #expect(peers.router.send([0]) == .done)
            for _ in 0..<3 {
                let report = try await peers.nextReport(of: "service-old")
                #expect(report?.generation == 1)
            }
        }
    }

    @Test func aLargeConfigurationTravelsInParts() async throws {
        _ = Script.named("service-large") { _ in Script.pass }
        let bundle = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
        try await Self.serve([bundle: Self.plan(["service-large"])]) { peers in
            let parts = SupervisorMessage.parts(of: bundle, generation: 3)
            #expect(parts.count == 4)
            #expect(parts.allSatisfy { $0.count <= 65_536 })
            for part in parts {
                while peers.supervisor.send(part) == .full { try? await Task.sleep(for: .milliseconds(2)) }
            }
            let first = try await peers.nextMessage()
            #expect(first == .started(generation: 3))
        }
    }

    @Test func aRouterThatDoesNotReadGetsTheLastOutcome() async throws {
        let text = String(repeating: "x", count: 4000)
        let script = Script.named("service-flood") { run in
            // No two alike in a row: each is news.
            CheckOutcome(run % 2 == 0 ? .pass : .warn, .ok, "run \(run)", output: text)
        }
        try await Self.serve([[1]: Self.plan(["service-flood"], interval: .milliseconds(1))]) { peers in
            peers.send(SupervisorMessage.parts(of: [1], generation: 1))
            // More than any socket buffer holds.
            while script.runs < 300 { try? await Task.sleep(for: .milliseconds(5)) }
            let asked = script.runs
            var summaries: [Int] = []
            while (summaries.last ?? 0) < asked {
                let report = try await peers.nextReport(of: "service-flood")
                summaries.append(Int(report?.outcome.summary.dropFirst(4) ?? "") ?? 0)
            }
            #expect(summaries == summaries.sorted(), "in order")
            #expect(summaries.count < asked, "what was overtaken is not sent")
        }
    }

    @Test func outcomesArePushedForAsLongAsACheckTakesThem() async throws {
        var template = Array("/tmp/checker-push-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        defer { rmdir(folder) }
        let path = "\(folder)/made/checker.sock"
        var plan = Self.plan(["service-pushed"])
        plan.checks[0].kind = "push"
        plan.pushSocket = path
        var without = Self.plan([])
        without.pushSocket = path
        try await Self.serve([[1]: plan, [2]: without]) { peers in
            peers.send(SupervisorMessage.parts(of: [1], generation: 1))
            _ = try await peers.nextReport(of: "service-pushed")
            let client = UnixSocket.make()
            defer { close(client) }
            while !UnixSocket.connect(client, to: path) { try? await Task.sleep(for: .milliseconds(5)) }
            let line = PushRequest(check: "service-pushed", status: .pass).line
            #expect(send(client, line, line.count, Int32(MSG_NOSIGNAL)) == line.count)
            var answer = [UInt8](repeating: 0, count: PushAnswer.lineLimit)
            let count = recv(client, &answer, answer.count, 0)
            #expect(PushAnswer(parsing: answer.prefix(max(0, count - 1))) == .accepted)
            peers.send(SupervisorMessage.parts(of: [2], generation: 2))
            while access(path, F_OK) == 0 { try? await Task.sleep(for: .milliseconds(5)) }
        }
        rmdir("\(folder)/made")
    }

    @Test func theEndOfTheSupervisorIsTheEnd() async throws {
        let (supervisor, ours) = try #require(Self.pair())
        let (router, theirs) = try #require(Self.pair())
        let link = CheckerLink(supervisor: ours, router: theirs, wake: try #require(WakePipe()))
        #expect(link.start())
        let service = CheckerService(
            link: link,
            factory: Bench.factory,
            logger: Bench.quiet,
            plan: { _ in nil },
            onStop: {}
        )
        close(supervisor.descriptor)
        close(router.descriptor)
        await service.run()
    }
}
