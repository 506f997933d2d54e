import Checks
import Testing

@testable import Checker

@Suite struct CheckerArgumentsTests {
    @Test func whatTheAgentSays() {
        let serve = CheckerArguments.parse(["--supervisor-fd", "3", "--router-fd", "4"])
        #expect(serve == .success(.serve(supervisor: 3, router: 4)))
        let masked = CheckerArguments.parse(["--supervisor-fd", "3", "--umask", "0027", "--router-fd", "4"])
        #expect(masked == .success(.serve(supervisor: 3, router: 4, umask: 0o27)))
        #expect(CheckerArguments.parse(["--describe-plugins"]) == .success(.describePlugins))
        #expect(CheckerArguments.parse(["--run"]) == .success(.run))
    }

    @Test(arguments: [
        [], ["--supervisor-fd"], ["--supervisor-fd", "3", "--router-fd", "4", "--umask", "rwx"],
        ["--supervisor-fd", "x", "--router-fd", "4"], ["--supervisor-fd", "3"],
        ["--supervisor-fd", "3", "--router-fd", "3"], ["--supervisor-fd", "-1", "--router-fd", "3"], ["--help"],
        ["--describe-plugins", "--router-fd", "4"],
    ])
    func anythingElseIsRefusedWithTheUsage(arguments: [String]) {
        guard case .failure(let error) = CheckerArguments.parse(arguments) else {
            Issue.record("\(arguments) was accepted")
            return
        }
        #expect(error.message.contains("usage: baton-checker"))
    }

    @Test func descriptionsOfPluginsArriveAsTheyWere() throws {
        let all: [OptionType] = [
            .string, .path, .integer(-3...9), .duration(0.001...3600), .boolean, .choice(["a", "b"]),
            .integerRanges(100...599), .url, .hostAndPort,
        ]
        var description = FakeCheck.description
        description.options = all.enumerated().map { index, type in
            OptionDescription(
                name: "option\(index)",
                type: type,
                defaultValue: index % 2 == 0 ? nil : "x",
                documentation: "Number \(index)."
            )
        }
        description.examples = ["check a {\n}"]
        let descriptions = [description, FakeWatchingCheck.description]
        let bytes = PluginDescription.encoded(descriptions)
        #expect(try PluginDescription.decode(bytes) == descriptions)
        for length in 0..<bytes.count {
            #expect(throws: WireError.self) { try PluginDescription.decode(Array(bytes.prefix(length))) }
        }
        // Forged bytes give a value or an error, never a trap.
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<5000 {
            var forged = bytes
            forged[Int.random(in: 0..<forged.count, using: &generator)] = .random(in: 0...255, using: &generator)
            _ = try? PluginDescription.decode(forged)
        }
    }
}
