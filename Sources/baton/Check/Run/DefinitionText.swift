import Checker
import Checks

/// A check's definition in the words of its file, without secrets.
struct DefinitionText {
    private let definition: CheckDefinition
    private let secrets: Set<String>

    /// - Parameter plugin: What says which options are secret; without it none is shown.
    init(_ definition: CheckDefinition, plugin: PluginDescription?) {
        self.definition = definition
        self.secrets =
            plugin.map { Set($0.options.filter(\.isSecret).map(\.name)) }
            ?? Set(definition.options.values.keys).union(definition.options.entries.map(\.name))
    }

    /// `http http://127.0.0.1/`.
    var pluginLine: String {
        ([self.definition.kind] + self.definition.options.arguments).joined(separator: " ")
    }

    /// `expect_status 200-299`, in order of name, then those that may repeat as they are written.
    var options: [String] {
        self.definition.options.values.sorted { $0.key < $1.key }.map { self.text($0.key, $0.value) }
            + self.definition.options.entries.map { self.text($0.name, $0.value) }
    }

    var schedule: String {
        let schedule = self.definition.schedule
        var parts = ["every \(schedule.interval.inUnits)"]
        if schedule.jitter > 0 { parts[0] += " ± \(schedule.jitter) %" }
        if let fast = schedule.fastInterval { parts.append("every \(fast.inUnits) while rise or fall is counted") }
        if let slow = schedule.downInterval { parts.append("every \(slow.inUnits) while down") }
        parts.append("timeout \(schedule.timeout.inUnits)")
        if let offset = schedule.startOffset { parts.append("first run after \(offset.inUnits)") }
        return parts.joined(separator: ", ")
    }

    var thresholds: String {
        let schedule = self.definition.schedule
        let window = schedule.window.map { ", window \($0.failures)/\($0.results)" } ?? ""
        return "rise \(schedule.rise), fall \(schedule.fall)\(window)"
    }

    /// `weight -60`.
    var weight: String { "\(self.definition.weight.value)\(self.definition.weight.reverse ? " reverse" : "")" }

    /// What the weight does to an instance that tracks the check.
    var effect: String {
        let parts = [Health.up, .down].compactMap { health -> String? in
            let effect = self.definition.weight.effect(of: health)
            if effect.fault { return "while \(health), an instance that tracks it is in fault" }
            guard effect.delta != 0 else { return nil }
            return "while \(health), priority \(effect.delta > 0 ? "+" : "−")\(effect.delta.magnitude)"
        }
        return "weight \(self.weight): \(parts.joined(separator: "; "))"
    }

    var onUnknown: String {
        switch self.definition.onUnknown {
        case .fail: "a run that cannot be carried out counts as a failure"
        case .hold(let time): "a run that cannot be carried out leaves the health as it is for \(time.inUnits)"
        case .ignore: "a run that cannot be carried out counts for nothing"
        }
    }

    private func text(_ name: String, _ value: OptionValue) -> String {
        "\(name) \(self.secrets.contains(name) ? "***" : value.written)"
    }
}
