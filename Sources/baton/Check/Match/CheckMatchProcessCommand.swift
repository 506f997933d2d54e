import ArgumentParser
import Checker
import Checks
import Glibc
import Plugins

struct CheckMatchProcessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "process",
        abstract: "Show which processes a process check would count, and why it leaves similar ones out.",
        discussion: """
            The options are those of the process plugin: baton plugin describe process. Exit codes: 0 something \
            matches, 1 nothing does, 2 it cannot be told, 64 wrong usage.
            """
    )

    @Argument(help: ArgumentHelp("The name of a program.", valueName: "NAME"))
    var name: String?

    @Option(name: .customLong("exe"), help: ArgumentHelp("The program's file.", valueName: "PATH"), completion: .file())
    var executable: String?

    @Option(name: .customLong("cmdline"), help: ArgumentHelp("An expression for the command line.", valueName: "REGEX"))
    var commandLine: String?

    @Option(help: ArgumentHelp("The effective user.", valueName: "NAME"))
    var user: String?

    @Option(name: .customLong("pidfile"), help: ArgumentHelp("Where its number stands.", valueName: "PATH"))
    var pidFile: String?

    @Option(help: ArgumentHelp("Its control group, below the root of the hierarchy.", valueName: "PATH"))
    var cgroup: String?

    @Option(help: ArgumentHelp("Its systemd unit.", valueName: "NAME"))
    var unit: String?

    @Option(help: "How to print.")
    var format = ListFormat.text

    /// Here and not in ``run()``, so that a mistake is answered with the usage of this command.
    func validate() throws {
        _ = try self.options()
    }

    func run() async throws {
        let options = try self.options()
        let matches: [ProcessMatch]
        do throws(CheckSetupError) {
            matches = try await ProcessMatch.describe(options)
        } catch {
            StandardError.print("baton: \(error.message)")
            throw ExitCode(2)
        }
        switch self.format {
        case .text: StandardOutput.print(ProcessMatchTable(matches).text)
        case .json: try JSONOutput.print(ProcessMatchDocument(matches))
        }
        guard matches.contains(where: { $0.verdict == .matches }) else { throw ExitCode(1) }
    }

    private func options() throws -> CheckOptions {
        let plugin = ProcessPlugin.description
        let given = [
            (ProcessPlugin.Option.executable, self.executable), (ProcessPlugin.Option.commandLine, self.commandLine),
            (ProcessPlugin.Option.user, self.user), (ProcessPlugin.Option.pidFile, self.pidFile),
            (ProcessPlugin.Option.cgroup, self.cgroup), (ProcessPlugin.Option.unit, self.unit),
        ]
        let arguments = self.name.map { [$0] } ?? []
        do throws(OptionError) {
            var options = CheckOptions(
                arguments: arguments,
                argument: arguments.isEmpty
                    ? .string("") : try OptionValue(parsing: arguments, as: plugin.argument.type)
            )
            for (name, text) in given {
                guard let text, let option = plugin.options.first(where: { $0.name == name }) else { continue }
                options.values[name] = try OptionValue(parsing: [text], as: option.type)
            }
            let isSelecting = plugin.argument.alternatives.contains { options.values[$0] != nil }
            guard self.name != nil || isSelecting else {
                let others = plugin.argument.alternatives.map { "--\($0)" }.joined(separator: ", ")
                throw OptionError("expected \(plugin.argument.name), or one of \(others)")
            }
            return options
        } catch {
            throw ValidationError(error.message)
        }
    }
}
