import Checks
import Testing

@testable import Plugins

@Suite struct CompositeCheckTests {
    private static let healths: [String: Health] = ["u1": .up, "u2": .up, "d1": .down, "d2": .down, "q": .unknown]

    @Test(arguments: [
        ("u1 u2", CheckStatus.pass, "2 of 2 up"),
        ("u1 d1", .fail, "1 of 2 up; down: d1"),
        ("u1 q", .unknown, "1 of 2 up; unknown: q"),
        ("q d1 u1", .fail, "1 of 3 up; down: d1; unknown: q"),
        ("u1 nobody", .unknown, "1 of 2 up; not here: nobody"),
    ])
    func allOf(line: String, status: CheckStatus, summary: String) async throws {
        let check = WrittenCheck<AllOfCheck>(line, surroundings: FakeSurroundings(Self.healths))
        let outcome = try await check.run()
        #expect(outcome.status == status)
        #expect(outcome.summary == summary)
    }

    @Test(arguments: [
        ("d1 u1", CheckStatus.pass, "1 of 2 up, 1 needed; down: d1"),
        ("d1 d2", .fail, "0 of 2 up, 1 needed; down: d1, d2"),
        ("d1 q", .unknown, "0 of 2 up, 1 needed; down: d1; unknown: q"),
        ("q u1", .pass, "1 of 2 up, 1 needed; unknown: q"),
    ])
    func anyOf(line: String, status: CheckStatus, summary: String) async throws {
        let check = WrittenCheck<AnyOfCheck>(line, surroundings: FakeSurroundings(Self.healths))
        let outcome = try await check.run()
        #expect(outcome.status == status)
        #expect(outcome.summary == summary)
    }

    @Test(arguments: [
        ("2 u1 u2 q", CheckStatus.pass, ReasonCode.ok),
        ("2 u1 d1 q", .unknown, .membersUnknown),
        ("2 u1 d1 d2", .fail, .membersDown),
        ("1 d1 d2 q", .unknown, .membersUnknown),
        ("3 u1 u2 d1", .fail, .membersDown),
    ])
    func atLeast(line: String, status: CheckStatus, reason: ReasonCode) async throws {
        let check = WrittenCheck<AtLeastCheck>(line, surroundings: FakeSurroundings(Self.healths))
        let outcome = try await check.run()
        #expect(outcome.status == status)
        #expect(outcome.reason == reason)
    }

    @Test(arguments: [
        ("d1", CheckStatus.pass, ReasonCode.ok), ("u1", .fail, .memberUp), ("q", .unknown, .membersUnknown),
        ("nobody", .unknown, .membersUnknown),
    ])
    func not(line: String, status: CheckStatus, reason: ReasonCode) async throws {
        let outcome = try await WrittenCheck<NotCheck>(line, surroundings: FakeSurroundings(Self.healths)).run()
        #expect(outcome.status == status)
        #expect(outcome.reason == reason)
    }

    @Test func everyMemberIsAnAssertion() async throws {
        let check = WrittenCheck<AtLeastCheck>("1 u1 d1 q", surroundings: FakeSurroundings(Self.healths))
        let outcome = try await check.run()
        #expect(
            outcome.assertions == [
                CheckOutcome.Assertion("u1", expected: "up", got: "up", .pass),
                CheckOutcome.Assertion("d1", expected: "up", got: "down", .fail),
                CheckOutcome.Assertion("q", expected: "up", got: "unknown", .unknown),
            ]
        )
        #expect(outcome.measurements.map(\.value) == [1, 1, 1])
    }

    @Test func aChangeOfAMemberIsHeardOfAtOnceAndNeverMissed() async throws {
        let surroundings = FakeSurroundings(Self.healths)
        let check = try WrittenCheck<AllOfCheck>("u1 u2", surroundings: surroundings).make()
        #expect(await check.run(timeout: .seconds(1)).status == .pass)
        // Between the run and the wait.
        surroundings.set("u2", .down)
        await check.waitForChange()
        #expect(await check.run(timeout: .seconds(1)).status == .fail)
        // While it waits.
        async let change: Void = check.waitForChange()
        try await Task.sleep(for: .milliseconds(20))
        surroundings.set("u2", .up)
        await change
        #expect(await check.run(timeout: .seconds(1)).status == .pass)
    }

    @Test func cancellationEndsTheWait() async throws {
        let check = try WrittenCheck<AllOfCheck>("u1", surroundings: FakeSurroundings(Self.healths)).make()
        _ = await check.run(timeout: .seconds(1))
        let wait = Task { await check.waitForChange() }
        wait.cancel()
        await wait.value
    }

    @Test func whatCannotPassIsRefused() {
        #expect(
            throws: CheckSetupError(
                "check test: at_least 3 can never pass with 2 members; expected a number from 1 to 2"
            )
        ) { try WrittenCheck<AtLeastCheck>("3 a b").make() }
        #expect(
            throws: CheckSetupError("check test: any_of names 'a' twice; it would count twice: name it once")
        ) { try WrittenCheck<AnyOfCheck>("a b a").make() }
        #expect(throws: CheckSetupError.self) { try WrittenCheck<AtLeastCheck>("1").make() }
        #expect(throws: CheckSetupError.self) { try WrittenCheck<NotCheck>("a b").make() }
        #expect(throws: OptionError.self) { try WrittenCheck<AtLeastCheck>("0 a b").make() }
        #expect(throws: OptionError.self) { try WrittenCheck<AtLeastCheck>("a b").make() }
    }

    @Test func membersAreToldToTheConfiguration() throws {
        let options = try WrittenCheck<AtLeastCheck>("2 a b c").definition().options
        #expect(CompositePlugin.members(of: options, kind: "at_least") == ["a", "b", "c"])
        #expect(CompositePlugin.members(of: options, kind: "all_of") == ["2", "a", "b", "c"])
        #expect(CompositePlugin.members(of: options, kind: "process") == nil)
        let empty = CheckOptions(arguments: [], argument: .string(""))
        for kind in CompositePlugin.kinds {
            #expect(CompositePlugin.members(of: empty, kind: kind) == [])
        }
    }
}
