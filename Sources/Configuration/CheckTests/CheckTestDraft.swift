/// What the words of a `test` block give.
struct CheckTestDraft {
    var summary = ""
    /// The `check` statement, with what the test writes otherwise.
    var check: Statement?
    var fixtures: [TestFixture] = []
    var steps: [TestStep] = []

    var runsCheck: Bool {
        self.steps.contains { step in
            if case .expect = step.action { true } else { false }
        }
    }

    func fixture(_ name: String) -> TestFixture? {
        self.fixtures.first { $0.name == name }
    }
}
