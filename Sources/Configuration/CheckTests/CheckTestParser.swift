package import Checks

/// Reads `*.test.conf` files: tests of checks, in the grammar of the checks.
///
/// Pure and total, as ``ConfigurationParser``. What a test writes behind `check NAME` is read by the same code as the
/// check itself, so an option that does not exist is an error in the test, with its place.
package enum CheckTestParser {
    /// The end of the names of files that hold tests; such a file is no file of checks.
    package static let fileSuffix = ".test.conf"

    /// Reads the tests of one file.
    ///
    /// - Parameter checkFiles: Where the checks are looked for.
    package static func parse(
        reader: inout some SourceReader,
        testFile: String,
        checkFiles: [String],
        plugins: [PluginDescription]
    ) -> CheckTestResult {
        var log = DiagnosticLog()
        let secrets = Interpreter(plugins: plugins).secretOptions
        var checks: [Statement] = []
        for path in checkFiles {
            checks += self.tree(of: path, secrets, reader: &reader, log: &log)?.filter(\.definesCheck) ?? []
        }
        guard let statements = self.tree(of: testFile, secrets, reader: &reader, log: &log) else {
            return CheckTestResult(tests: [], diagnostics: log.finished())
        }
        var testReader = CheckTestReader(plugins: plugins, checks: checks, log: log)
        testReader.read(statements)
        return CheckTestResult(tests: testReader.tests, diagnostics: testReader.interpreter.log.finished())
    }

    private static func tree(
        of path: String,
        _ secrets: Set<String>,
        reader: inout some SourceReader,
        log: inout DiagnosticLog
    ) -> [Statement]? {
        do throws(SourceError) {
            return try TreeBuilder.tree(of: path, secretOptions: secrets, reader: &reader, log: &log)
        } catch {
            log.error(.file(path), "cannot read this file: \(error.description)", fix: error.fix, category: .file)
            return nil
        }
    }

    /// The names a test may write in `<…>` because of this fixture, each with a value of the right kind.
    ///
    /// | fixture        | `<NAME>`           | more          |
    /// |----------------|--------------------|---------------|
    /// | http, tcp      | `127.0.0.1:PORT`   | `<NAME.port>` |
    /// | process        | the process's name | `<NAME.pid>`  |
    /// | file, script   | the absolute path  |               |
    package static func placeholders(of fixture: TestFixture) -> [String: String] {
        let name = fixture.name
        switch fixture.kind {
        case .http, .tcp: return [name: "127.0.0.1:1", "\(name).port": "1"]
        case .process(let process): return [name: process.title, "\(name).pid": "1"]
        case .file, .script: return [name: "/\(name)"]
        }
    }

    /// The names every test may write in `<…>`: its own folder, and the folder of its file.
    package static let commonPlaceholders = ["folder": "/folder", "here": "/here"]
}

extension Statement {
    fileprivate var definesCheck: Bool {
        switch RootKeyword(rawValue: self.keyword.text) {
        case .check, .script: true
        case .globalDefinitions, .instance, .syncGroup, .networkNamespace, .namespaceWithIPSets, .pollsLinks,
            .polledInterfaces, .linkDelays, .trackProcess, .trackFile, .trackFileDeprecated, .staticAddresses,
            .staticRoutes, .staticRules, .trackGroup, .announcementGroup, .childWaitTime, .instanceName, .usesPIDFolder,
            nil:
            false
        }
    }
}
