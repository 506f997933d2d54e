import Checks
import Glibc
import Subprocess

/// A program to run as a check does: in a process group of its own, standard input from `/dev/null`, signals at
/// their defaults, no descriptor but the standard three, a bounded output, and nothing left of its group when it ends.
struct ChildCommand: Sendable {
    var program: ChildProgram
    /// Where standard error goes.
    var errors = Errors.intoOutput
    /// Bytes of standard output that are kept.
    var outputLimit = CheckOutcome.outputLimit

    enum Errors: Hashable, Sendable {
        /// Among the output, in the order it was printed.
        case intoOutput
        /// By themselves, at most ``CheckOutcome/outputLimit`` bytes.
        case apart
    }

    /// Between TERM and KILL, as keepalived waits.
    static let grace = Duration.seconds(2)

    /// How a program ended.
    struct Completion: Hashable, Sendable {
        enum Ending: Hashable, Sendable {
            case exited(Int32)
            case signaled(Int32)
            /// Nothing ran.
            case notRun(ReasonCode, String)
        }

        var ending: Ending
        /// Standard output as it came, cut; standard error in it if that is where it goes.
        var output: [UInt8] = []
        var errors: [UInt8] = []
    }

    /// Runs the program to its end, then kills what it left in its process group. When the task is cancelled the whole
    /// group gets TERM, after ``grace`` KILL, and this returns once the program is gone.
    ///
    /// - Parameter variables: What an environment of our own gets besides; see ``ChildEnvironment/adding(_:)``.
    func run(variables: [String: String] = [:]) async -> Completion {
        switch await self.program.prepare() {
        case .failure(let refusal):
            return Self.completion(refusal)
        case .success(var launch):
            if Task.isCancelled {
                return Completion(ending: .notRun(.execTimeout, "the deadline passed before the start"))
            }
            launch.environment = launch.environment.adding(variables)
            return await self.run(launch)
        }
    }

    private func run(_ launch: Launch) async -> Completion {
        do {
            let completion = try await self.spawn(launch)
            guard case .exited(let code) = completion.ending else { return completion }
            let words = self.errors == .apart ? completion.errors : completion.output
            return launch.refusal(exit: code, saying: words).map(Self.completion) ?? completion
        } catch  where SubprocessTypes.errorNumber(of: error) == ENOEXEC {
            do {
                return try await self.spawn(launch.throughShell)
            } catch {
                let number = SubprocessTypes.errorNumber(of: error)
                return Self.completion(launch.throughShell.refusal(number, error))
            }
        } catch {
            return Self.completion(launch.refusal(SubprocessTypes.errorNumber(of: error), error))
        }
    }

    private static func completion(_ refusal: ChildProgram.Refusal) -> Completion {
        Completion(ending: .notRun(refusal.reason, refusal.message))
    }

    private func spawn(_ launch: Launch) async throws -> Completion {
        switch self.errors {
        case .intoOutput: try await self.spawnWithOneOutput(launch)
        case .apart: try await self.spawnWithTwoOutputs(launch)
        }
    }

    private func spawnWithOneOutput(_ launch: Launch) async throws -> Completion {
        CheckPrograms.shared.willStart()
        var registration = Registration()
        defer { registration.end() }
        let limit = self.outputLimit
        let result = try await Subprocess.run(
            .path(SubprocessTypes.path(launch.file.path)),
            arguments: Arguments(executablePathOverride: launch.name, remainingValues: launch.arguments),
            environment: Self.environment(launch.environment),
            workingDirectory: launch.directory.map(SubprocessTypes.path),
            platformOptions: Self.options,
            input: .none,
            output: .sequence,
            error: .combinedWithOutput
        ) { execution in
            let child = execution.processIdentifier.value
            registration.begin(child)
            return await ChildOutput.collect(execution.standardOutput, nil, of: child, limit: limit)
        }
        return Self.completion(result.terminationStatus, result.closureResult)
    }

    private func spawnWithTwoOutputs(_ launch: Launch) async throws -> Completion {
        CheckPrograms.shared.willStart()
        var registration = Registration()
        defer { registration.end() }
        let limit = self.outputLimit
        let result = try await Subprocess.run(
            .path(SubprocessTypes.path(launch.file.path)),
            arguments: Arguments(executablePathOverride: launch.name, remainingValues: launch.arguments),
            environment: Self.environment(launch.environment),
            workingDirectory: launch.directory.map(SubprocessTypes.path),
            platformOptions: Self.options,
            input: .none,
            output: .sequence,
            error: .sequence
        ) { execution in
            let child = execution.processIdentifier.value
            registration.begin(child)
            let errors = execution.standardError
            return await ChildOutput.collect(execution.standardOutput, errors, of: child, limit: limit)
        }
        return Self.completion(result.terminationStatus, result.closureResult)
    }

    /// Keeps a program known to ``CheckPrograms`` from before its start to its end.
    private struct Registration {
        private var child: Int32?

        mutating func begin(_ child: Int32) {
            self.child = child
            CheckPrograms.shared.didStart(child)
        }

        func end() {
            if let child = self.child {
                CheckPrograms.shared.didEnd(child)
            } else {
                CheckPrograms.shared.didStart(nil)
            }
        }
    }

    private static var options: PlatformOptions {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: Self.grace)]
        return options
    }

    private static func environment(_ environment: ChildEnvironment) -> Environment {
        switch environment {
        case .inherited:
            .inherit.updating(
                Dictionary(
                    uniqueKeysWithValues: ChildEnvironment.unwanted.map { (Environment.Key(stringLiteral: $0), nil) }
                )
            )
        case .exactly(let variables):
            .custom(
                Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
            )
        }
    }

    private static func completion(
        _ status: TerminationStatus,
        _ collected: (output: [UInt8], errors: [UInt8])
    ) -> Completion {
        let ending: Completion.Ending =
            switch status {
            case .exited(let code): .exited(code)
            case .signaled(let signal): .signaled(signal)
            }
        return Completion(ending: ending, output: collected.output, errors: collected.errors)
    }
}
