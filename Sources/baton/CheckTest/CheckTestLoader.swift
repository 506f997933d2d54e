import ArgumentParser
import Checker
import Checks
import Configuration
import ConfigurationFiles
import Glibc

/// Finds files of tests and the checks beside them.
struct CheckTestLoader {
    let plugins: [PluginDescription]

    /// The files of tests that words of the command line name.
    func files(of paths: [String]) throws -> [String] {
        guard !paths.isEmpty else {
            guard let folder = CheckSources.defaultFolders.first(where: { unsafe access($0, R_OK | X_OK) == 0 }) else {
                StandardError.print(
                    "baton: there is no folder checks.d here and no /etc/baton/checks.d; name a folder or a file of tests"
                )
                throw ExitCode(EX_USAGE)
            }
            return try self.match(folder, "*\(CheckTestParser.fileSuffix)")
        }
        return try paths.flatMap { path in
            if Self.isFolder(path) { return try self.match(path, "*\(CheckTestParser.fileSuffix)") }
            guard path.hasSuffix(CheckTestParser.fileSuffix) else {
                StandardError.print(
                    "baton: \(path): expected a folder, or a file whose name ends in \(CheckTestParser.fileSuffix)"
                )
                throw ExitCode(EX_USAGE)
            }
            return [path]
        }
    }

    /// The tests of a file; checks are looked for in the other files of its folder.
    func load(_ file: String) throws -> CheckTestResult {
        let slash = file.lastIndex(of: "/")
        let folder = slash.map { String(file[..<$0]) } ?? "."
        let checks = try self.match(folder.isEmpty ? "/" : folder, "*.conf").filter {
            !$0.hasSuffix(CheckTestParser.fileSuffix)
        }
        var reader = DiskReader(facts: .ofThisHost())
        return CheckTestParser.parse(reader: &reader, testFile: file, checkFiles: checks, plugins: self.plugins)
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private func match(_ folder: String, _ pattern: String) throws -> [String] {
        let special: Set<Character> = ["*", "?", "[", "]", "{", "}", "\\"]
        let literal = folder.map { special.contains($0) ? "\\\($0)" : String($0) }.joined()
        var reader = DiskReader(facts: .ofThisHost())
        do throws(SourceError) {
            return try reader.match(literal.hasSuffix("/") ? literal + pattern : "\(literal)/\(pattern)")
        } catch {
            StandardError.print("baton: cannot list the folder \(folder): \(error.description)\n    fix: \(error.fix)")
            throw ExitCode(EX_CONFIG)
        }
    }
}
