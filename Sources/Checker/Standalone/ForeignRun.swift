package import Checks
import Subprocess
import SystemPackage

/// Runs a check in a checker of the operator's own: `PATH --run`, one process for each run.
package struct ForeignRun: Sendable {
    /// An absolute path.
    private let checker: String

    /// An answer holds one outcome, whose texts are cut.
    private static let limit = 1 << 20
    /// To start, and to end after the run's own deadline.
    private static let patience = Duration.seconds(5)

    package init(checker: String) {
        self.checker = checker
    }

    /// - Returns: nil when the task is cancelled.
    package func run(_ request: StandaloneRequest) async -> CheckOutcome? {
        let patience = request.definition.schedule.timeout + Self.patience
        let result = await withTaskGroup(of: CheckOutcome?.self) { group in
            group.addTask { await self.answer(to: request) }
            group.addTask {
                guard (try? await Task.sleep(for: patience)) != nil else { return nil }
                return self.problem("has not answered and was ended")
            }
            // Ends a checker that has not answered.
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        return Task.isCancelled ? nil : result
    }

    private func answer(to request: StandaloneRequest) async -> CheckOutcome? {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(3))
        ]
        // Whole in a pipe before the program starts: one that ends without reading it disturbs nobody.
        guard let input = FilledPipe(request.encoded()) else {
            return self.problem("cannot be asked: the definition is too long, or the system gives no pipe")
        }
        do {
            let result = try await Subprocess.run(
                .path(FilePath(self.checker)),
                arguments: ["--run"],
                platformOptions: options,
                input: .fileDescriptor(FileDescriptor(rawValue: input.readEnd), closeAfterSpawningProcess: false),
                output: .bytes(limit: Self.limit),
                error: .string(limit: 64 * 1024)
            )
            if let answer = try? StandaloneAnswer(decoding: result.standardOutput) { return answer.outcome }
            let reason =
                switch result.terminationStatus {
                case .signaled(let signal): "was ended by signal \(signal) before it answered"
                case .exited(let code): Self.text(code: code, said: result.standardError)
                }
            return self.problem(reason)
        } catch {
            return self.problem("cannot be run: \(error)")
        }
    }

    private static func text(code: Int32, said: String) -> String {
        let reason = said.split(separator: "\n").last.map { ": \($0)" } ?? ""
        return code == 0
            ? "ended without an answer; expected a program built with this version of the Checker library"
            : "exited with code \(code)\(reason)"
    }

    private func problem(_ text: String) -> CheckOutcome {
        CheckOutcome(
            .unknown,
            .checkError,
            OutcomeSanitizer.line("the checker \(self.checker) \(text)", limit: CheckOutcome.summaryLimit)
        )
    }
}
