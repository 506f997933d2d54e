import Glibc

/// Tests a program that is meant as a plugin: fourteen cases, each of which a plugin out there has got wrong.
struct ConformanceKit {
    let program: TestedProgram
    /// What the author says it is; nil = as it describes itself.
    let tier: PluginManifest.Tier?
    /// A folder for this test alone.
    let folder: FixtureFolder
    /// The cases to test beside the first; empty = all.
    let only: Set<ConformanceCase>

    /// Seconds to describe itself and to look at parameters.
    static let patience = Duration.seconds(5)

    /// The reports, and the manifest unless there is none.
    func run() -> (reports: [CaseReport], manifest: PluginManifest?) {
        let clock = SuspendingClock()
        let start = clock.now
        let manifest: PluginManifest
        do throws(PluginManifest.Malformed) {
            manifest = try self.manifest()
        } catch {
            let failed = self.report(.describes, .failed([error.message]), start.duration(to: clock.now))
            let others = self.others.map {
                self.report($0, .skipped(CaseReport.notDescribed), .zero)
            }
            return ([failed] + others, nil)
        }
        var reports = [self.report(.describes, .passed, start.duration(to: clock.now))]
        let tests: any ConformanceTest =
            switch manifest.tier {
            case .exec: ExecConformance(program: self.program, manifest: manifest, folder: self.folder)
            case .stream: StreamConformance(program: self.program, manifest: manifest, folder: self.folder)
            }
        for test in self.others {
            let start = clock.now
            let verdict = self.verdict(test, tests, manifest.tier)
            reports.append(self.report(test, verdict, start.duration(to: clock.now)))
        }
        return (reports, manifest)
    }

    private var others: [ConformanceCase] {
        ConformanceCase.allCases.dropFirst().filter { self.only.isEmpty || self.only.contains($0) }
    }

    private func verdict(
        _ test: ConformanceCase,
        _ tests: any ConformanceTest,
        _ tier: PluginManifest.Tier
    ) -> CaseReport.Verdict {
        if let reason = test.reasonToSkip(tier) { return .skipped(reason) }
        do throws(TestedProgram.Failure) {
            var problems = try tests.problems(test)
            // Whatever a test was about, it leaves nothing to the next one.
            let left = self.program.endLeftovers()
            if !left.isEmpty, test == .leavesNoProcess || problems.isEmpty {
                problems.append("left \(left.count) process\(left.count == 1 ? "" : "es") behind")
            }
            return problems.isEmpty ? .passed : .failed(problems)
        } catch {
            return .broken([error.message])
        }
    }

    private func report(_ test: ConformanceCase, _ verdict: CaseReport.Verdict, _ time: Duration) -> CaseReport {
        CaseReport(name: "\(test.rawValue) \(test.title)", verdict: verdict, duration: time)
    }

    private func manifest() throws(PluginManifest.Malformed) -> PluginManifest {
        let run: ProgramRun
        do throws(TestedProgram.Failure) {
            run = try self.program.run(["--describe"], time: Self.patience)
        } catch {
            throw PluginManifest.Malformed(message: error.message)
        }
        guard run.isSuccess else {
            throw PluginManifest.Malformed(
                message: "--describe: expected exit code 0 within 5 s, found \(run.endingText)"
                    + (run.said.isEmpty ? "" : ": \(run.said)")
            )
        }
        let manifest = try PluginManifest(parsing: run.output)
        if let tier, tier != manifest.tier {
            throw PluginManifest.Malformed(
                message: "tier: expected \(tier.rawValue), as --tier says, found '\(manifest.tier.rawValue)'"
            )
        }
        return manifest
    }
}
