import Checks
import Foundation
import Glibc
import Synchronization
import Testing

import Checker

@Suite(.timeLimit(.minutes(1))) struct StandaloneSessionTests {
    private static func definition(_ name: String, kind: String = "fake", _ arguments: [String] = []) -> CheckDefinition
    {
        CheckDefinition(
            name: name,
            kind: kind,
            options: CheckOptions(arguments: arguments, argument: .string(arguments.first ?? "")),
            schedule: CheckSchedule(interval: .seconds(1), timeout: .seconds(20))
        )
    }

    @Test("each check runs behind those it looks at, once")
    func order() {
        var web = Self.definition("web")
        web.requires = ["db", "net"]
        var db = Self.definition("db")
        db.requires = ["net"]
        let net = Self.definition("net")
        let both = Self.definition("both", kind: "all_of", ["web", "gone"])
        let plan = StandalonePlan(asked: [both, db], among: [web, db, net, both])
        #expect(plan.steps.map(\.definition.name) == ["net", "db", "web", "both"])
        #expect(plan.steps.map(\.isAsked) == [false, true, false, true])
        #expect(plan.missing == ["gone"])
    }

    @Test func aCycleEnds() {
        var (one, two) = (Self.definition("one"), Self.definition("two"))
        one.requires = ["two"]
        two.requires = ["one"]
        #expect(StandalonePlan(asked: [one], among: [one, two]).steps.map(\.definition.name) == ["two", "one"])
    }

    @Test func aCheckIsBlockedUntilWhatItRequiresIsUp() async {
        let session = StandaloneSession(.plugins([], mayChangeUser: false))
        var web = Self.definition("web")
        web.requires = ["db"]
        let found = Mutex([CheckOutcome]())
        await session.run(web) { outcome, _ in found.withLock { $0.append(outcome) } }
        session.board.record(CheckOutcome(.fail, .tcpRefused, ""), of: Self.definition("db"))
        await session.run(web) { outcome, _ in found.withLock { $0.append(outcome) } }
        session.board.record(CheckOutcome(.pass, .ok, ""), of: Self.definition("db"))
        await session.run(web) { outcome, _ in found.withLock { $0.append(outcome) } }
        let outcomes = found.withLock { $0 }
        #expect(outcomes.map(\.reason) == [.checkBlocked, .checkBlocked, .checkError])
        #expect(outcomes[0].summary == "not run: it requires db, which has not run")
        #expect(outcomes[1].summary == "not run: it requires db, which is down")
    }

    @Test(
        "results count as the agent counts them",
        arguments: [
            (UnknownPolicy.fail, [CheckStatus.pass, .unknown], Health.down), (.ignore, [.pass, .unknown], .unknown),
            (.hold(.seconds(30)), [.pass, .unknown], .up), (.fail, [.warn], .up), (.fail, [.unknown], .down),
        ]
    )
    func counting(policy: UnknownPolicy, statuses: [CheckStatus], health: Health) {
        var definition = Self.definition("web")
        definition.onUnknown = policy
        let board = StandaloneBoard()
        for status in statuses { board.record(CheckOutcome(status, .checkError, ""), of: definition) }
        #expect(board.health(of: "web") == health)
        #expect(board.surroundings.health(of: ["web", "other"]).healths == [health, nil])
    }

    @Test func aBlockedRunLeavesNothingKnown() {
        let board = StandaloneBoard()
        board.record(CheckOutcome(.pass, .ok, ""), of: Self.definition("web"))
        board.record(CheckOutcome(.unknown, .checkBlocked, ""), of: Self.definition("web"))
        #expect(board.health(of: "web") == .unknown)
    }

    @Test func aMissingCheckerIsAnUnknownOutcome() async {
        let outcome = await ForeignRun(checker: "/nowhere/checker").run(
            StandaloneRequest(definition: Self.definition("web"))
        )
        #expect(outcome?.status == .unknown)
        #expect(outcome?.summary.hasPrefix("the checker /nowhere/checker cannot be run") == true)
    }

    @Test("a long definition arrives whole, and a program may leave it unread")
    func longDefinitions() async throws {
        let folder = try TemporaryFolder()
        let program = try folder.write("checker", "#!/bin/sh\ncat > '\(folder.path)/asked'\n")
        try #require(chmod(program, 0o755) == 0)
        let words = Array(repeating: String(repeating: "x", count: 1000), count: 500)
        let request = StandaloneRequest(definition: Self.definition("web", kind: "exec", words))
        // A child of another test may hold the script open for writing until it has executed its own program.
        for _ in 0..<20 where !FileManager.default.fileExists(atPath: "\(folder.path)/asked") {
            _ = await ForeignRun(checker: program).run(request)
        }
        #expect(FileManager.default.contents(atPath: "\(folder.path)/asked")?.count == request.encoded().count)
        let unread = await ForeignRun(checker: "/bin/true").run(request)
        #expect(unread?.summary.contains("ended without an answer") == true)
        let endless = Array(repeating: String(repeating: "x", count: 1000), count: 2000)
        let refused = await ForeignRun(checker: "/bin/true").run(
            StandaloneRequest(definition: Self.definition("web", kind: "exec", endless))
        )
        #expect(refused?.summary.contains("too long") == true)
    }

    @Test(
        "a program that is no checker is said to be none",
        arguments: [("/bin/true", "ended"), ("/bin/false", "exited")]
    )
    func noChecker(path: String, text: String) async {
        let outcome = await ForeignRun(checker: path).run(StandaloneRequest(definition: Self.definition("web")))
        #expect(outcome?.reason == .checkError)
        #expect(outcome?.summary.contains(text) == true)
    }
}
