import ArgumentParser
import Checker
import Checks
import Configuration
import Glibc

struct CheckNewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write the definition of a check, with all its options explained.",
        discussion: """
            Writes DIR/NAME.conf and loads it to see that it is right; overwrites nothing. A file that holds a secret is readable by its owner only. Words that begin with a \
            dash stand behind --. Exit codes: 0 written, 64 wrong usage, 73 it cannot be written or is there already, \
            78 it would not load.
            """
    )

    @Argument(help: ArgumentHelp("The kind of check; baton plugin list names them.", valueName: "KIND"))
    var kind: String

    @Argument(help: ArgumentHelp("The check's name, and its file's.", valueName: "NAME"))
    var name: String

    @Argument(help: ArgumentHelp("What stands behind the kind, such as a URL or HOST:PORT.", valueName: "ARGUMENT"))
    var arguments: [String] = []

    @Option(help: ArgumentHelp("The same for kinds whose argument is a URL.", valueName: "URL"))
    var url: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("An option of the plugin; may be given several times.", valueName: "OPTION=VALUE")
    )
    var settings: [String] = []

    @Option(help: ArgumentHelp("Seconds from start to start.", valueName: "T"))
    var interval = "2"

    @Option(help: ArgumentHelp("Seconds until a run has failed (default: half the interval).", valueName: "T"))
    var timeout: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("-253 to 253; 0 = fault while down.", valueName: "N"))
    var weight = 0

    @Flag(help: "Let it run and be shown, and move nothing: mode observe.")
    var observe = false

    @Option(
        name: .customLong("dir"),
        help: ArgumentHelp("The folder to write to.", valueName: "DIR"),
        completion: .directory
    )
    var folder = "checks.d"

    @Flag(name: .customLong("print"), help: "Print the definition and write nothing.")
    var isPrinted = false

    @Option(
        help: ArgumentHelp("A checker of your own to ask for plugins (default: BATON_CHECKER).", valueName: "PATH"),
        completion: .file()
    )
    var checker: String?

    func validate() throws {
        guard CheckName.isValid(self.name) else {
            throw ValidationError("\(self.name): expected a name of letters, digits, '_', '-' and '.'")
        }
        guard (-253...253).contains(self.weight) else {
            throw ValidationError("--weight: expected an integer from -253 to 253.")
        }
        for (option, text) in [("--interval", self.interval), ("--timeout", self.timeout ?? self.interval)] {
            guard let seconds = Double(text), seconds > 0, seconds <= 86_400 else {
                throw ValidationError("\(option): expected seconds, more than 0 and at most 86400.")
            }
        }
        if self.url != nil, !self.arguments.isEmpty { throw ValidationError("--url: the argument is given already.") }
    }

    func run() async throws {
        let plugins = try await CheckerChoice.made(option: self.checker).plugins
        let draft: DefinitionDraft
        do {
            draft = try self.draft(plugins)
        } catch let error as ValidationError {
            // Thrown on, it would be answered with the usage of baton.
            StandardError.print("baton: \(error.message)\nsee: baton check new --help")
            throw ExitCode(EX_USAGE)
        }
        let loader = CheckLoader(plugins: plugins)
        let path = self.folder.hasSuffix("/") ? "\(self.folder)\(self.name).conf" : "\(self.folder)/\(self.name).conf"
        let text = DefinitionPage(draft, offering: plugins.first { $0.kind == self.kind }).text
        let validation = DraftValidation(text, of: draft, as: path, with: loader)
        guard validation.problems.isEmpty else {
            for problem in validation.problems { StandardError.print(problem) }
            StandardError.print("baton: nothing was written")
            throw ExitCode(EX_CONFIG)
        }
        if self.isPrinted {
            StandardOutput.print(String(text.dropLast()))
            return
        }
        if let other = ExistingChecks(in: self.folder, loader: loader).named(self.name) {
            StandardError.print("baton: a check '\(self.name)' is defined at \(other.location) already")
            throw ExitCode(EX_CANTCREAT)
        }
        do throws(NewFile.Failure) {
            try NewFile.write(text, to: path, isPrivate: Self.holdsSecrets(draft, plugins))
        } catch {
            StandardError.print("baton: \(error)")
            throw ExitCode(EX_CANTCREAT)
        }
        StandardOutput.print("wrote \(path); try it: baton check run \(path) --explain")
    }

    private static func holdsSecrets(_ draft: DefinitionDraft, _ plugins: [PluginDescription]) -> Bool {
        let secrets = plugins.first { $0.kind == draft.kind }?.options.filter(\.isSecret).map(\.name) ?? []
        return draft.settings.contains { secrets.contains($0.option) }
    }

    private func draft(_ plugins: [PluginDescription]) throws -> DefinitionDraft {
        guard let plugin = plugins.first(where: { $0.kind == self.kind }) else {
            let kinds = plugins.map(\.kind).joined(separator: ", ")
            throw ValidationError("There is no kind of check '\(self.kind)'; there are: \(kinds).")
        }
        var arguments = self.arguments
        if let url {
            guard plugin.argument.type == .url else {
                throw ValidationError("--url: \(plugin.kind) takes \(plugin.argument.name), not a URL.")
            }
            arguments = [url]
        }
        let parser = SettingParser(plugin: plugin)
        var settings: [DefinitionDraft.Setting] = []
        for text in self.settings {
            do throws(SettingParser.Failure) {
                settings.append(try parser.setting(text))
            } catch {
                throw ValidationError(error.message)
            }
        }
        let isComplete = plugin.argument.alternatives.contains { name in settings.contains { $0.option == name } }
        if arguments.isEmpty, !isComplete {
            let others = plugin.argument.alternatives.map { "--set \($0)=…" }
            let choices = ([plugin.argument.name] + others).joined(separator: " or ")
            throw ValidationError(
                "\(plugin.kind) needs \(choices); for example: baton check new \(plugin.kind) \(self.name) "
                    + plugin.argument.type.example
            )
        }
        var draft = DefinitionDraft(name: self.name, kind: plugin.kind, arguments: arguments, settings: settings)
        draft.interval = self.interval
        draft.timeout = self.timeout ?? Double(self.interval).map { ($0 / 2).short } ?? self.interval
        draft.weight = self.weight
        draft.mode = self.observe ? .observe : .enforce
        draft.comments = [plugin.summary]
        return draft
    }
}
