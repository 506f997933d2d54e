package import Checks

/// One `test NAME { … }` block of a `*.test.conf` file: a check, what it talks to, and what must come of it.
package struct CheckTest: Hashable, Sendable {
    package var name: String
    /// In the author's words; empty if there are none.
    package var summary: String
    /// What the test provides, in the order of definition; names are unique.
    package var fixtures: [TestFixture]
    /// In the order they are carried out; at least one of them runs the check.
    package var steps: [TestStep]
    package var location: SourceLocation
    /// The check as its own file has it.
    let original: Statement
    /// What the test writes otherwise.
    let changes: Statement

    /// Whether one of its fixtures is a process.
    package var usesProcesses: Bool {
        self.fixtures.contains { fixture in
            if case .process = fixture.kind { true } else { false }
        }
    }

    /// The name of the check.
    package var check: String { self.original.arguments.first?.text ?? "" }

    init(
        name: String,
        summary: String,
        fixtures: [TestFixture],
        steps: [TestStep],
        location: SourceLocation,
        original: Statement,
        changes: Statement
    ) {
        self.name = name
        self.summary = summary
        self.fixtures = fixtures
        self.steps = steps
        self.location = location
        self.original = original
        self.changes = changes
    }

    /// The check as the test wants it, with the values of its fixtures in place of their names in `<…>`.
    ///
    /// - Parameter values: What stands for each ``CheckTestParser/placeholders(of:)``.
    /// - Returns: nil, and why, where what results is no check.
    package func definition(
        plugins: [PluginDescription],
        values: [String: String]
    ) -> (definition: CheckDefinition?, diagnostics: [Diagnostic]) {
        var interpreter = Interpreter(plugins: plugins)
        let definition = self.definition(replacing: values, with: &interpreter)
        return (definition, interpreter.log.finished())
    }

    func definition(replacing values: [String: String], with interpreter: inout Interpreter) -> CheckDefinition? {
        let changes = self.changes.replacing(values)
        guard let merged = CheckOverlay.merge(changes, into: self.original, with: &interpreter) else { return nil }
        let before = interpreter.log.errorCount
        switch RootKeyword(rawValue: merged.keyword.text) {
        case .check: interpreter.readCheck(merged)
        case .script: interpreter.readScript(merged)
        case .globalDefinitions, .instance, .syncGroup, .networkNamespace, .namespaceWithIPSets, .pollsLinks,
            .polledInterfaces, .linkDelays, .trackProcess, .trackFile, .trackFileDeprecated, .staticAddresses,
            .staticRoutes, .staticRules, .trackGroup, .announcementGroup, .childWaitTime, .instanceName, .usesPIDFolder,
            nil:
            return nil
        }
        guard interpreter.log.errorCount == before else { return nil }
        return interpreter.checks.last
    }
}
