/// The text of a file with one check, as `config convert` writes it.
struct CheckBlock {
    var name: String
    /// What it was, and where.
    var source: String
    /// Those that stood in its old block.
    var comments: [String]
    var pluginLine: String
    var options: [String]
    var schedule: [String]

    var text: String {
        var lines = ["# From \(self.source)", "check \(self.name) {"]
        lines += self.comments.map { "    \($0)" }
        if self.options.isEmpty {
            lines.append("    \(self.pluginLine)")
        } else {
            lines.append("    \(self.pluginLine) {")
            lines += self.options.map { "        \($0)" }
            lines.append("    }")
        }
        lines += self.schedule.map { "    \($0)" }
        return lines.joined(separator: "\n") + "\n}\n"
    }
}
