import Checks
import Configuration

/// The definition of a check that does what a script did.
struct CheckPage {
    private let check: CheckDefinition
    /// The script's settings, to tell what was written from what is assumed.
    private let written: EffectiveBlock?
    private let globalUser: ScriptUser?
    private(set) var pluginLine: String
    private var options: [String] = []
    /// nil = as the script has it.
    private(set) var timeout: Duration?
    /// Whether another plugin asks what the program asked.
    private(set) var isReplaced = false
    /// Whether a child process runs, as it did before.
    private(set) var isProgram: Bool
    private(set) var reason = "for nothing built in asks the same"

    /// - Parameter globalUser: `script_user`, which holds in the new file as well.
    init(_ check: CheckDefinition, written: EffectiveBlock?, globalUser: ScriptUser?) {
        self.check = check
        self.globalUser = globalUser
        self.written = written
        let words = check.kind == "shell" ? [check.options.arguments.joined(separator: " ")] : check.options.arguments
        self.pluginLine = ([check.kind] + words.map(OptionValue.word)).joined(separator: " ")
        self.isProgram = check.kind == "exec" || check.kind == "shell"
        self.timeout = self.isWritten("timeout") ? check.schedule.timeout : nil
    }

    /// Asks by HTTP what curl asked.
    mutating func use(_ request: CurlCommand) {
        self.pluginLine = "http \(OptionValue.word(request.url))"
        self.options = request.options
        self.isProgram = false
        self.isReplaced = true
        if let limit = request.timeLimit, limit < self.check.schedule.timeout { self.timeout = limit }
    }

    private func isWritten(_ name: String) -> Bool { self.written?.setting(name)?.origin != nil }

    /// - Parameters:
    ///   - comments: Those that stood in the script's block.
    ///   - source: Where it stood.
    func text(comments: [String], source: String, _ command: String) -> String {
        CheckBlock(
            name: self.check.name,
            source: "\(source): script \(command)",
            comments: comments,
            pluginLine: self.pluginLine,
            options: self.options,
            schedule: self.schedule
        ).text
    }

    private var schedule: [String] {
        let schedule = self.check.schedule
        var lines = ["interval \(schedule.interval.seconds.exact)"]
        if let timeout = self.timeout { lines.append("timeout \(timeout.seconds.exact)") }
        if self.isWritten("rise") { lines.append("rise \(schedule.rise)") }
        if self.isWritten("fall") { lines.append("fall \(schedule.fall)") }
        if self.isWritten("weight") {
            lines.append("weight \(self.check.weight.value)\(self.check.weight.reverse ? " reverse" : "")")
        }
        if let user = self.check.user, self.isProgram, user != self.globalUser {
            lines.append("user \(user.written)")
        }
        if self.check.initialHealth == .down { lines.append("init_fail") }
        return lines
    }
}

extension Double {
    /// All of its digits, and no `.0`.
    var exact: String {
        if let whole = Int64(exactly: self) { return String(whole) }
        return String(self)
    }
}
