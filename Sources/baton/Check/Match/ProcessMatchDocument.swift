import Plugins

/// `baton check match process --format json`.
struct ProcessMatchDocument: Encodable {
    struct Entry: Encodable {
        var pid: Int32
        var comm: String
        var exe: String?
        var user: String
        var ageMs: Double
        var cmdline: String
        var matches: Bool
        var verdict: String
    }

    var schema = "process-match/v1"
    var processes: [Entry]

    init(_ matches: [ProcessMatch]) {
        self.processes = matches.map {
            Entry(
                pid: $0.identifier,
                comm: $0.comm,
                exe: $0.executable,
                user: $0.user,
                ageMs: $0.age.milliseconds,
                cmdline: $0.commandLine,
                matches: $0.verdict == .matches,
                verdict: $0.verdict.text
            )
        }
    }
}
