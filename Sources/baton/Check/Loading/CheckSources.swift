import ArgumentParser
import Checker
import Checks
import Configuration
import Glibc

/// Where checks come from: `--checks`, `--config`, and the files named; and who runs them: `--checker`.
struct CheckSources: ParsableArguments {
    @Option(
        name: .customLong("checks"),
        help: ArgumentHelp(
            "Folder of *.conf files (default: checks.d here, then /etc/baton/checks.d).",
            valueName: "DIR"
        ),
        completion: .directory
    )
    var folder: String?

    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("A keepalived.conf whose vrrp_script and check blocks to use.", valueName: "FILE"),
        completion: .file()
    )
    var configuration: String?

    @Option(
        name: .customLong("checker"),
        help: ArgumentHelp(
            "A checker of your own to ask for plugins (default: BATON_CHECKER, then the configuration's checker).",
            valueName: "PATH"
        ),
        completion: .file()
    )
    var checker: String?

    static let defaultFolders = ["checks.d", "/etc/baton/checks.d"]

    /// Loads the checks of folder, configuration and files, and says on standard error what is wrong with them.
    ///
    /// - Parameter files: Files of checks beside the folder. With files alone, no folder is looked for.
    /// - Throws: Exit code 78 when something does not load.
    func load(files: [String] = [], needsFolder: Bool = true) async throws -> LoadedChecks {
        let configured = self.configuration.flatMap(CheckLoader.globals)?.checkerProgram
        let choice = try await CheckerChoice.made(option: self.checker, configured: configured)
        let loader = CheckLoader(plugins: choice.plugins)
        var loaded = LoadedChecks(checks: [], plugins: choice.plugins, checker: choice.program)
        var diagnostics: [Diagnostic] = []
        if let configuration {
            let result = loader.configuration(configuration)
            loaded.configuration = result.configuration
            loaded.checks += result.configuration?.checks ?? []
            diagnostics += result.diagnostics
        }
        var paths = files
        if let folder = try self.folder(isNeeded: needsFolder) {
            let known = Set(files.map(Self.canonical))
            paths += try self.files(in: folder, with: loader).filter { !known.contains(Self.canonical($0)) }
        }
        let result = loader.load(files: paths)
        diagnostics += result.diagnostics
        let places = Dictionary(loaded.checks.map { ($0.name, $0.location) }) { first, _ in first }
        for check in result.checks {
            if let other = places[check.name] {
                diagnostics.append(
                    Diagnostic(
                        .error,
                        at: check.location,
                        "check '\(check.name)' is already defined at \(other)",
                        fix: "give one of them another name"
                    )
                )
            }
        }
        loaded.checks += result.checks
        // One configuration's "unknown word" is no reason not to run a check: only errors end the command.
        for diagnostic in diagnostics where diagnostic.severity >= .warning {
            StandardError.print(diagnostic.rendered())
        }
        guard !diagnostics.contains(where: { $0.severity == .error }) else { throw ExitCode(EX_CONFIG) }
        return loaded
    }

    /// The checks that these words mean: names, or files all of whose checks are meant.
    ///
    /// - Throws: Exit code 64 for a name nobody has, 78 when something does not load.
    func choose(_ words: [String]) async throws -> (chosen: [CheckDefinition], loaded: LoadedChecks) {
        let files = words.filter { $0.contains("/") || $0.hasSuffix(".conf") }
        let names = words.filter { !files.contains($0) }
        let loaded = try await self.load(files: files, needsFolder: !names.isEmpty)
        var chosen: [CheckDefinition] = []
        for word in words {
            if files.contains(word) {
                let found = loaded.checks.filter { $0.location.file == word }
                if found.isEmpty {
                    StandardError.print("baton: \(word) defines no check")
                    throw ExitCode(EX_CONFIG)
                }
                chosen += found
            } else if let check = loaded.named(word) {
                chosen.append(check)
            } else {
                StandardError.print("baton: there is no check '\(word)'; there are: \(loaded.names)")
                throw ExitCode(EX_USAGE)
            }
        }
        return (chosen, loaded)
    }

    /// One spelling for a file that may be named in several ways.
    private static func canonical(_ path: String) -> String {
        guard let resolved = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// nil = no folder.
    private func folder(isNeeded: Bool) throws -> String? {
        if let folder { return folder }
        guard isNeeded, self.configuration == nil else { return nil }
        guard let found = Self.defaultFolders.first(where: { unsafe access($0, R_OK | X_OK) == 0 }) else {
            StandardError.print(
                "baton: there is no folder checks.d here and no /etc/baton/checks.d; "
                    + "name a folder with --checks DIR, a keepalived.conf with --config FILE, or a file of checks"
            )
            throw ExitCode(EX_CONFIG)
        }
        return found
    }

    private func files(in folder: String, with loader: CheckLoader) throws -> [String] {
        var status = stat()
        if unsafe stat(folder, &status) == 0, status.st_mode & S_IFMT != S_IFDIR {
            StandardError.print(
                "baton: --checks \(folder): expected a folder, and this is a file; "
                    + "run its checks with: baton check run \(folder.contains("/") ? folder : "./" + folder)"
            )
            throw ExitCode(EX_CONFIG)
        }
        guard unsafe access(folder, R_OK | X_OK) == 0 else {
            StandardError.print("baton: cannot list the folder \(folder): \(unsafe String(cString: strerror(errno)))")
            throw ExitCode(EX_CONFIG)
        }
        do throws(SourceError) {
            return try loader.files(in: folder)
        } catch {
            StandardError.print("baton: cannot list the folder \(folder): \(error.description)")
            throw ExitCode(EX_CONFIG)
        }
    }
}
