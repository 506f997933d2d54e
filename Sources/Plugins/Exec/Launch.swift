import Checks
import Glibc

/// A program ready to be started, behind whatever tools prepare the way for it.
struct Launch: Hashable, Sendable {
    /// What is executed.
    var file: ProgramFile
    /// What it finds as its own name.
    var name: String
    var arguments: [String]
    var environment: ChildEnvironment
    var directory: String?
    /// The tools that run before the program, by name, the first of them first.
    private(set) var tools: [String] = []

    init(
        file: ProgramFile,
        name: String,
        arguments: [String],
        environment: ChildEnvironment,
        directory: String?
    ) {
        self.file = file
        self.name = name
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
    }

    /// Makes `tool` run with these arguments, and then what was to run.
    ///
    /// - Returns: false if there is no such tool.
    mutating func putInFront(_ tool: String, _ arguments: [String]) -> Bool {
        guard case .success(let found) = ProgramFile.find(tool) else { return false }
        self.arguments = arguments + [self.file.path] + self.arguments
        self.file = found
        self.name = found.path
        self.tools.insert(tool, at: 0)
        return true
    }

    /// Makes the kernel end the program with its parent also where a change of user would undo that.
    mutating func endWithParent() {
        guard self.tools.first == IdentityChange.program else { return }
        self.arguments = ["--pdeathsig", "KILL"] + self.arguments
    }

    /// Makes the shell enter a folder before anything else runs.
    mutating func enter(_ directory: String) {
        self.arguments = ["-c", "cd \"$0\" && exec \"$@\"", directory, self.file.path] + self.arguments
        self.file = .shell
        self.name = ProgramFile.shell.path
        self.directory = nil
    }

    /// The same by the shell: for a script without a `#!` line, as execvp(3) does.
    var throughShell: Launch {
        var launch = self
        launch.arguments.insert(self.file.path, at: 0)
        launch.file = .shell
        return launch
    }

    /// Why a start failed, by its error number; 0 = unknown.
    func refusal(_ number: Int32, _ error: any Error) -> ChildProgram.Refusal {
        switch number {
        case ENOENT, ENOTDIR:
            ChildProgram.Refusal(
                reason: .execNotFound,
                message: "cannot run \(self.file.path): it, or the interpreter it names, is not there"
            )
        case EACCES, EPERM, ENOEXEC, EISDIR, ELIBBAD:
            ChildProgram.Refusal(
                reason: .execNotExecutable,
                message: "cannot run \(self.file.path): \(unsafe String(cString: strerror(number)))"
            )
        case 0:
            ChildProgram.Refusal(reason: .execSpawn, message: "cannot run \(self.file.path): \(error)")
        default:
            ChildProgram.Refusal(
                reason: .execSpawn,
                message: "cannot run \(self.file.path): \(unsafe String(cString: strerror(number)))"
            )
        }
    }

    /// Tells the tools' own failures from those of the program: they name themselves at the start of their one line.
    func refusal(exit code: Int32, saying output: [UInt8]) -> ChildProgram.Refusal? {
        guard code != 0, let tool = self.tools.first(where: { output.starts(with: Array("\($0): ".utf8)) }) else {
            return nil
        }
        let words = OutcomeSanitizer.line(String(decoding: output, as: UTF8.self), limit: 200)
        let reason: ReasonCode =
            switch code {
            case 126: .execNotExecutable
            case 127: .execNotFound
            default: tool == IdentityChange.program ? .execUser : .execSpawn
            }
        return ChildProgram.Refusal(reason: reason, message: words)
    }
}
