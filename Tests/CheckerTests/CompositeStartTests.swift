import Checks
import Testing

@testable import Checker

/// A check of checks judges nobody before something is known of them: the checker may have been started again, and the
/// router holds what was known before.
@Suite struct CompositeStartTests {
    private static func composite(_ name: String, of members: [String]) -> CheckDefinition {
        var definition = Bench.definition(
            name,
            kind: AllOfPlugin.kind,
            interval: .seconds(1),
            timeout: .milliseconds(400)
        )
        definition.options = CheckOptions(arguments: members, argument: .string(members.first ?? ""))
        return definition
    }

    private static func check(_ name: String) -> CheckDefinition {
        Bench.definition(name, kind: "fake", interval: .seconds(1), timeout: .milliseconds(400))
    }

    @Test func itWaitsForTheFirstResultsOfItsMembers() {
        var time = Transcript()
        _ = time.adopt([Self.composite("all", of: ["a", "b"]), Self.check("a"), Self.check("b")])
        #expect(Set(time.advance(.zero)) == ["0 µs: start a", "0 µs: start b"])
        _ = time.end("a", .pass)
        #expect(time.advance(.zero).isEmpty, "of b nothing is known yet")
        _ = time.end("b", .fail)
        #expect(time.advance(.zero) == ["0 µs: start all"], "a member that is down blocks nobody")
    }

    @Test func aMemberThatIsNotThereIsNotWaitedFor() {
        var time = Transcript()
        _ = time.adopt([Self.composite("all", of: ["absent"])])
        #expect(time.advance(.zero) == ["0 µs: start all"])
    }
}
