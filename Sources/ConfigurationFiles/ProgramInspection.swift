import CLinux
package import Checks
package import Configuration
import Glibc

/// Looks at the programs a configuration names while somebody is there to read what is wrong with them, not only when
/// they are to run.
package enum ProgramInspection {
    /// In the order of the checks: errors where a program would run as root that others may change, warnings where it
    /// is not there or cannot be executed, which may still change before it runs.
    package static func diagnostics(for configuration: AgentConfiguration) -> [Diagnostic] {
        self.diagnostics(for: configuration.checks)
    }

    package static func diagnostics(for checks: [CheckDefinition]) -> [Diagnostic] {
        checks.compactMap { check in
            guard check.mode != .disabled, let program = self.program(of: check) else { return nil }
            switch self.find(program, of: check) {
            case .failure(let problem): return self.warning(check, problem.message, problem.fix)
            case .success(let path): return self.safety(of: path, check)
            }
        }
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

    private static func find(_ program: String, of check: CheckDefinition) -> Result<String, Problem> {
        guard !program.contains("/") else { return self.examine(program) }
        let searchPath = self.searchPath(of: check)
        for directory in searchPath.split(separator: ":") where directory.first == "/" {
            if case .success(let path) = self.examine("\(directory)/\(program)") { return .success(path) }
        }
        return .failure(
            Problem(message: "there is no program \(program) in \(searchPath)", fix: "write its whole path")
        )
    }

    /// As the checker looks: for scripts through its own PATH, which it has from this process.
    private static func searchPath(of check: CheckDefinition) -> String {
        let standard = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        switch check.origin {
        case .script:
            return unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? standard
        case .check, .trackProcess, .trackFile:
            for case .strings(let words) in check.options.all(ProgramOption.environment) where words.first == "PATH" {
                return words.last ?? standard
            }
            return standard
        }
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

    private static func warning(_ check: CheckDefinition, _ message: String, _ fix: String?) -> Diagnostic {
        Diagnostic(
            .warning,
            at: check.location,
            "check '\(check.name)' will be unknown: \(message)",
            fix: fix,
            category: .file
        )
    }

    /// nil where nobody but root may change the program, or where it does not run as root, or where that is allowed.
    private static func safety(of path: String, _ check: CheckDefinition) -> Diagnostic? {
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
        return Diagnostic(
            severity,
            at: check.location,
            "check '\(check.name)' would run \(path) as root, and \(name) may be changed by others: expected every part "
                + "of the path to belong to root and to be writable by root only",
            fix: "chown root and chmod go-w \(name), or name another user in the check\(others)",
            category: .scriptSecurity
        )
    }

    private static func runsAsRoot(_ check: CheckDefinition) -> Bool {
        guard let user = check.user?.user else { return true }
        return user == "root" || user == "0"
    }
}
