package import Checks

/// Reads configuration files: keepalived's grammar and words, and baton's own.
///
/// Pure and total: files come through a ``SourceReader``, and any bytes give a result. A file that keepalived 2.4.3
/// runs is not refused for a word that is unknown or not supported yet; that is a warning. Errors are kept for what
/// would run half an agent: unbalanced braces and quotes, values out of range or missing, references to nothing,
/// names used twice, and authentication that peers would not accept.
package enum ConfigurationParser {
    /// Reads `mainFile`, what it includes, and the files of its `checks_dir` folders.
    ///
    /// - Parameters:
    ///   - plugins: The plugins a `check` may name.
    ///   - keepsOrigins: Whether the result is to say where every value stands.
    package static func parse(
        reader: inout some SourceReader,
        mainFile: String,
        plugins: [PluginDescription],
        keepsOrigins: Bool = true
    ) -> ConfigurationResult {
        var interpreter = Interpreter(plugins: plugins)
        interpreter.keepsOrigins = keepsOrigins
        guard let main = self.tree(of: mainFile, reader: &reader, for: &interpreter) else {
            return ConfigurationResult(configuration: nil, diagnostics: interpreter.log.finished())
        }
        interpreter.readGlobals(main)
        interpreter.readKeyFiles(of: main, reader: &reader)
        if main.contains(where: \.mayNameRoutingNumbers) {
            interpreter.routingNames = RoutingNames(folders: interpreter.routingNameFolders, reader: &reader)
        }
        interpreter.read(main: main)
        for path in self.checkFiles(reader: &reader, interpreter: &interpreter) {
            guard let statements = self.tree(of: path, reader: &reader, for: &interpreter) else { continue }
            interpreter.read(checks: statements)
        }
        var configuration = interpreter.finished()
        configuration?.settleDefaults(reader: &reader)
        return ConfigurationResult(
            configuration: configuration,
            diagnostics: interpreter.log.finished(),
            origins: interpreter.origins,
            needs: interpreter.finishedNeeds(),
            globals: GlobalsResult(global: interpreter.global, checker: interpreter.checkerWord)
        )
    }

    /// Reads only what `global_defs` says; nil if the file cannot be read. What is wrong in it is said by
    /// ``parse(reader:mainFile:plugins:)``.
    package static func globals(reader: inout some SourceReader, mainFile: String) -> GlobalsResult? {
        var interpreter = Interpreter(plugins: [])
        guard let main = self.tree(of: mainFile, reader: &reader, for: &interpreter) else { return nil }
        interpreter.readGlobals(main)
        return GlobalsResult(global: interpreter.global, checker: interpreter.checkerWord)
    }

    /// Reads files of checks alone, as a tool does that runs a check without an agent: instances are not known, so
    /// `tracked_by` is not followed.
    package static func parseChecks(
        reader: inout some SourceReader,
        files: [String],
        plugins: [PluginDescription]
    ) -> ChecksResult {
        var interpreter = Interpreter(plugins: plugins)
        for path in files {
            guard let statements = self.tree(of: path, reader: &reader, for: &interpreter) else { continue }
            interpreter.read(checks: statements)
        }
        interpreter.checkRequirements(namesAreComplete: false)
        return ChecksResult(checks: interpreter.checks, diagnostics: interpreter.log.finished())
    }

    private static func tree(
        of path: String,
        reader: inout some SourceReader,
        for interpreter: inout Interpreter
    ) -> [Statement]? {
        do throws(SourceError) {
            return try TreeBuilder.tree(
                of: path,
                secretOptions: interpreter.secretOptions,
                reader: &reader,
                log: &interpreter.log
            )
        } catch {
            interpreter.log.error(
                .file(path),
                "cannot read this file: \(error.description)",
                fix: error.fix,
                category: .file
            )
            return nil
        }
    }

    /// What the `checks_dir` folders hold, each file once.
    private static func checkFiles(
        reader: inout some SourceReader,
        interpreter: inout Interpreter
    ) -> [String] {
        var files: [String] = []
        for word in interpreter.checksDirectories {
            let directory = SourcePath.resolve(word.text, in: SourcePath.directory(of: word.location.file))
            interpreter.global.checksDirectories.append(directory)
            do throws(SourceError) {
                // Tests of checks stand beside them, and are for `baton check test` alone.
                let matched = try reader.match(SourcePath.resolve("*.conf", in: directory)).filter {
                    !$0.hasSuffix(".test.conf")
                }
                if matched.isEmpty {
                    interpreter.log.warning(
                        word,
                        "checks_dir \(word.quoted) holds no *.conf file",
                        fix: "correct the path; it is taken from the folder of this file",
                        category: .file
                    )
                }
                files += matched.filter { !files.contains($0) }
            } catch {
                interpreter.log.error(
                    word,
                    "cannot search checks_dir \(word.quoted): \(error.description)",
                    fix: "let the user who runs this list \(directory), and every folder above it",
                    category: .file
                )
            }
        }
        return files
    }
}
