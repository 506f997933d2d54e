import CLinux
package import Checks
package import Configuration
import Glibc

/// Looks at the programs a configuration names while somebody is there to read what is wrong with them, not only when
/// they are to run.
package enum ProgramInspection {
    /// In the order of the checks: errors where a program would run as root that others may change, warnings where it
    /// is not there or cannot be executed, which may still change before it runs.
    package static func diagnostics(for needs: HostNeeds) -> [Diagnostic] {
        self.diagnostics(for: needs.checks, places: needs.checkPrograms)
            + needs.notifyPrograms.compactMap { self.diagnostic(forNotifying: $0) }
    }

    /// - Parameter places: Where the programs of checks are named, by the check's name; the others' are where the check's
    ///   name is.
    package static func diagnostics(
        for checks: [CheckDefinition],
        places: [String: Mention] = [:]
    ) -> [Diagnostic] {
        checks.compactMap { check in
            guard check.mode != .disabled, let program = self.program(of: check) else { return nil }
            let place = places[check.name]
            switch self.find(program, in: self.searchPath(of: check)) {
            case .failure(let problem): return self.warning(check, place, problem)
            case .success(let path): return self.safety(of: path, check, place)
            }
        }
    }

    /// A program that is told of transitions: it is started as it is written, or found in the PATH of this process.
    private static func diagnostic(forNotifying program: Mention) -> Diagnostic? {
        guard case .failure(let problem) = self.find(program.name, in: self.ownSearchPath) else { return nil }
        return program.diagnostic(
            .warning,
            "\(program.owner) will fail: \(problem.message)",
            fix: problem.fix,
            category: .file
        )
    }

    /// Kinds of checks that run a program; a shell's command line is its own affair.
    private static func program(of check: CheckDefinition) -> String? {
        switch check.kind {
        case ExecPlugin.kind, StreamPlugin.kind: check.options.arguments.first
        case ShellPlugin.kind: "/bin/sh"
        // Kinds that run none, and those of other checkers.
        default: nil
        }
    }

    private struct Problem: Error {
        var message: String
        var fix: String?
    }

    private static func find(_ program: String, in searchPath: String) -> Result<String, Problem> {
        guard !program.contains("/") else { return self.examine(program) }
        for directory in searchPath.split(separator: ":") where directory.first == "/" {
            if case .success(let path) = self.examine("\(directory)/\(program)") { return .success(path) }
        }
        return .failure(
            Problem(message: "there is no program \(program) in \(searchPath)", fix: "write its whole path")
        )
    }

    /// As the checker looks: for scripts through its own PATH, which it has from this process.
    private static func searchPath(of check: CheckDefinition) -> String {
        switch check.origin {
        case .script:
            return self.ownSearchPath
        case .check, .trackProcess, .trackFile:
            for case .strings(let words) in check.options.all(ProgramOption.environment) where words.first == "PATH" {
                return words.last ?? self.standardSearchPath
            }
            return self.standardSearchPath
        }
    }

    private static let standardSearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    private static var ownSearchPath: String {
        unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? self.standardSearchPath
    }

    private static func examine(_ path: String) -> Result<String, Problem> {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            let text = unsafe String(cString: strerror(errno))
            return .failure(
                Problem(message: "cannot run \(path): \(text)", fix: "check the path, or install the program")
            )
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            return .failure(Problem(message: "cannot run \(path): expected a program, found no file", fix: nil))
        }
        guard status.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH) != 0 else {
            return .failure(Problem(message: "cannot run \(path): not executable", fix: "chmod +x \(path)"))
        }
        return .success(path)
    }

    private static func warning(_ check: CheckDefinition, _ place: Mention?, _ problem: Problem) -> Diagnostic {
        let message = "check '\(check.name)' will be unknown: \(problem.message)"
        var diagnostic =
            place?.diagnostic(.warning, message, fix: problem.fix, category: .file)
            ?? Diagnostic(.warning, at: check.location, message, fix: problem.fix, category: .file)
        diagnostic.mistake = .unfitProgram
        return diagnostic
    }

    /// nil where nobody but root may change the program, or where it does not run as root, or where that is allowed.
    private static func safety(of path: String, _ check: CheckDefinition, _ place: Mention?) -> Diagnostic? {
        guard self.runsAsRoot(check) else { return nil }
        let severity: Diagnostic.Severity
        switch check.origin {
        // keepalived runs on without such a script.
        case .script:
            guard check.demandsSafePath else { return nil }
            severity = .warning
        case .check, .trackProcess, .trackFile:
            guard check.demandsSafePath || !(check.options.boolean(ProgramOption.unsafePath) ?? false) else {
                return nil
            }
            severity = .error
        }
        var component = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard unsafe clinux_find_unsafe_component(path, &component, component.count) == 1 else { return nil }
        let bytes = component.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let name = String(decoding: bytes, as: UTF8.self)
        let others = check.demandsSafePath ? "" : ", or unsafe_path on in the check to allow it"
        let message =
            "check '\(check.name)' would run \(path) as root, and \(name) may be changed by others: expected every part "
            + "of the path to belong to root and to be writable by root only"
        let fix = "chown root and chmod go-w \(name), or name another user in the check\(others)"
        return place?.diagnostic(severity, message, fix: fix, category: .scriptSecurity)
            ?? Diagnostic(severity, at: check.location, message, fix: fix, category: .scriptSecurity)
    }

    private static func runsAsRoot(_ check: CheckDefinition) -> Bool {
        guard let user = check.user?.user else { return true }
        return user == "root" || user == "0"
    }
}
