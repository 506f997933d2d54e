import Checks

/// The definition of a process check that does what a `vrrp_track_process` did.
struct ProcessPage {
    private let check: CheckDefinition

    init(_ check: CheckDefinition) {
        self.check = check
    }

    /// `process nginx`; without a name where the command line is asked for.
    var pluginLine: String {
        ([self.check.kind] + self.check.options.arguments.map(OptionValue.word)).joined(separator: " ")
    }

    /// - Parameters:
    ///   - comments: Those that stood in the tracker's block.
    ///   - source: Where it stood.
    func text(comments: [String], source: String, _ command: [String]) -> String {
        CheckBlock(
            name: self.check.name,
            source: "\(source): vrrp_track_process, process \(command.joined(separator: " "))",
            comments: comments,
            pluginLine: self.pluginLine,
            options: self.options,
            schedule: self.schedule
        ).text
    }

    /// Those that are not the plugin's defaults.
    private var options: [String] {
        let defaults = Dictionary(
            ProcessPlugin.description.options.compactMap { option in
                option.defaultValue.flatMap { try? OptionValue(parsing: [$0], as: option.type) }.map {
                    (option.name, $0)
                }
            }
        ) { first, _ in first }
        return self.check.options.values.filter { defaults[$0.key] != $0.value }.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value.written)" }
    }

    private var schedule: [String] {
        let schedule = self.check.schedule
        var lines = ["interval \(schedule.interval.seconds.exact)"]
        if let fast = schedule.fastInterval { lines.append("fast_interval \(fast.seconds.exact)") }
        if let down = schedule.downInterval { lines.append("down_interval \(down.seconds.exact)") }
        if schedule.rise != 1 { lines.append("rise \(schedule.rise)") }
        if schedule.fall != 1 { lines.append("fall \(schedule.fall)") }
        if self.check.weight != .fault {
            lines.append("weight \(self.check.weight.value)\(self.check.weight.reverse ? " reverse" : "")")
        }
        return lines
    }
}
