import Checks
import Glibc
import Subprocess

/// A program to run as a check does: in a process group of its own, standard input from `/dev/null`, signals at
/// their defaults, a bounded output, and nothing left of its group when it ends.
struct ChildCommand: Sendable {
    /// What is executed: an absolute path, or a name to look for in PATH.
    var program: String
    /// The arguments behind the program's name.
    var arguments: [String]
    var user: ScriptUser?
    var mayChangeUser: Bool
    /// Whether a program that runs as root must be safe from everybody else.
    var demandsSafePath = false

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
        /// Standard output and standard error as they came, cut.
        var output: [UInt8] = []
    }

    /// Runs the program to its end, then kills what it left in its process group. When the task is cancelled the whole
    /// group gets TERM, after ``grace`` KILL, and this returns once the program is gone.
    func run() async -> Completion {
        var identity: ChildIdentity?
        switch await ChildIdentity.find(for: self.user, mayChange: self.mayChangeUser) {
        case .success(let found): identity = found
        case .failure(let failure): return Completion(ending: .notRun(.execUser, failure.message))
        }
        switch ProgramFile.find(self.program) {
        case .failure(let failure):
            return Completion(ending: .notRun(failure.reason, failure.message))
        case .success(let file):
            if Task.isCancelled {
                return Completion(ending: .notRun(.execTimeout, "the deadline passed before the start"))
            }
            if self.demandsSafePath, (identity?.user ?? geteuid()) == 0, let problem = SafePath.problem(with: file.path)
            {
                return Completion(ending: .notRun(.execUnsafe, problem))
            }
            guard let identity else { return await self.run(file) }
            return await self.run(file, as: identity)
        }
    }

    private func run(_ file: ProgramFile) async -> Completion {
        do {
            return try await self.spawn(file)
        } catch  where SubprocessTypes.errorNumber(of: error) == ENOEXEC {
            // A script without a `#!` line: run by the shell, as by execvp(3).
            var script = self
            script.arguments.insert(file.path, at: 0)
            do {
                return try await script.spawn(ProgramFile.shell)
            } catch {
                return Completion(ending: script.notRun(ProgramFile.shell, error))
            }
        } catch {
            return Completion(ending: self.notRun(file, error))
        }
    }

    /// Subprocess could change the user itself, but does it in a child made behind the C library's back: there
    /// setgroups(3) waits for threads only the parent has, now and then for ever, and with it every later start.
    private func run(_ file: ProgramFile, as identity: ChildIdentity) async -> Completion {
        guard file.mayBeExecuted(by: identity) else {
            let message = "cannot run \(file.path): not executable for user \(self.user?.user ?? "")"
            return Completion(ending: .notRun(.execNotExecutable, message))
        }
        switch ProgramFile.find(IdentityChange.program) {
        case .failure:
            let message = "cannot change the user: \(IdentityChange.program) is missing; install util-linux"
            return Completion(ending: .notRun(.execUser, message))
        case .success(let changer):
            var changed = self
            changed.program = changer.path
            changed.arguments = IdentityChange.arguments(for: identity) + [file.path] + self.arguments
            do {
                return IdentityChange.judged(try await changed.spawn(changer))
            } catch {
                return Completion(ending: self.notRun(changer, error))
            }
        }
    }

    private func spawn(_ file: ProgramFile) async throws -> Completion {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: Self.grace)]
        let result = try await Subprocess.run(
            .path(SubprocessTypes.path(file.path)),
            arguments: Arguments(executablePathOverride: self.program, remainingValues: self.arguments),
            // Variables that change what a script's own commands do.
            environment: .inherit.updating(["IFS": nil, "LD_PRELOAD": nil, "LD_LIBRARY_PATH": nil]),
            platformOptions: options,
            input: .none,
            output: .sequence,
            error: .combinedWithOutput
        ) { execution in
            await ChildOutput.collect(execution.standardOutput, of: execution.processIdentifier.value)
        }
        let ending: Completion.Ending =
            switch result.terminationStatus {
            case .exited(let code): .exited(code)
            case .signaled(let signal): .signaled(signal)
            }
        return Completion(ending: ending, output: result.closureResult)
    }

    private func notRun(_ file: ProgramFile, _ error: any Error) -> Completion.Ending {
        let number = SubprocessTypes.errorNumber(of: error)
        return switch number {
        case ENOENT, ENOTDIR:
            .notRun(.execNotFound, "cannot run \(file.path): it, or the interpreter it names, is not there")
        case EACCES, EPERM, ENOEXEC, EISDIR, ELIBBAD:
            .notRun(.execNotExecutable, "cannot run \(file.path): \(Self.text(number))")
        case 0:
            .notRun(.execSpawn, "cannot run \(file.path): \(error)")
        default:
            .notRun(.execSpawn, "cannot run \(file.path): \(Self.text(number))")
        }
    }

    private static func text(_ number: Int32) -> String {
        unsafe String(cString: strerror(number))
    }
}
