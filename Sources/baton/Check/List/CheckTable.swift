import Checker
import Checks

/// `baton check list` for people: one line for each check.
struct CheckTable {
    let text: String

    init(_ checks: [CheckDefinition]) {
        var table = Table(["NAME", "KIND", "EVERY", "TIMEOUT", "COUNTS", "WEIGHT", "MODE", "REQUIRES", "WHAT", "WHERE"])
        for check in checks {
            table.add([
                check.name,
                check.kind,
                Self.every(check.schedule),
                check.schedule.timeout.inUnits,
                Self.counts(check.schedule),
                "\(check.weight.value)\(check.weight.reverse ? " reverse" : "")",
                Self.mode(check),
                check.requires.isEmpty ? "-" : check.requires.joined(separator: ","),
                check.options.arguments.joined(separator: " "),
                check.location.description,
            ])
        }
        self.text = table.text
    }

    /// `2 s`, or `2 s/500 ms/10 s` with the intervals while changing and while down.
    private static func every(_ schedule: CheckSchedule) -> String {
        guard schedule.fastInterval != nil || schedule.downInterval != nil else { return schedule.interval.inUnits }
        return [schedule.interval, schedule.fastInterval, schedule.downInterval].map { $0?.inUnits ?? "-" }
            .joined(separator: "/")
    }

    /// `2/3`: rise and fall; a window follows.
    private static func counts(_ schedule: CheckSchedule) -> String {
        "\(schedule.rise)/\(schedule.fall)"
            + (schedule.window.map { " of \($0.failures)/\($0.results)" } ?? "")
    }

    private static func mode(_ check: CheckDefinition) -> String {
        check.scope == .shared ? "\(check.mode.rawValue) shared" : check.mode.rawValue
    }
}
