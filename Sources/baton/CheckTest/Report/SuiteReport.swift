/// What became of the tests of one file or program.
struct SuiteReport: Sendable {
    /// As it was named.
    var name: String
    var cases: [CaseReport]

    var failures: Int { self.cases.count { $0.isFailure } }
}

extension [SuiteReport] {
    var cases: Int { self.reduce(0) { $0 + $1.cases.count } }

    var failures: Int { self.reduce(0) { $0 + $1.failures } }

    var areBroken: Bool {
        self.contains { suite in
            suite.cases.contains { report in
                if case .broken = report.verdict { true } else { false }
            }
        }
    }

    /// 0 all passed, 1 something failed, 2 something could not be tested.
    var exitCode: Int32 { self.areBroken ? 2 : self.failures > 0 ? 1 : 0 }
}
