import Checker
import Plugins

/// Processes for people: those that count, then those that nearly do and why not.
struct ProcessMatchTable {
    let text: String

    init(_ matches: [ProcessMatch]) {
        guard !matches.isEmpty else {
            self.text = "no process matches, not even nearly"
            return
        }
        var table = Table(["PID", "NAME", "USER", "AGE", "VERDICT", "PROGRAM", "COMMAND LINE"])
        for match in matches {
            table.add([
                "\(match.identifier)", match.comm, match.user, "\(Age(Int64(match.age.milliseconds)))",
                match.verdict.text, match.executable ?? "-", Self.cut(match.commandLine),
            ])
        }
        let count = matches.count { $0.verdict == .matches }
        let summary = "\(count) process\(count == 1 ? "" : "es") would count"
        self.text = "\(table.text)\n\(summary)"
    }

    private static func cut(_ line: String) -> String {
        line.count > 100 ? "\(line.prefix(99))…" : line
    }
}

extension ProcessMatch.Verdict {
    var text: String {
        switch self {
        case .matches: "matches"
        case .differs(let option, let expected): "not \(option): expected \(expected)"
        case .unreadable(let option): "\(option) may only be seen by root"
        case .excluded(let reason): "never counts: \(reason)"
        }
    }
}
