/// What is in maintenance, for people.
struct MaintenancePage {
    private let maintenance: MaintenanceDocument
    private let instances: Set<String>

    /// - Parameter instances: The names there are.
    init(_ maintenance: MaintenanceDocument, of instances: [String]) {
        self.maintenance = maintenance
        self.instances = Set(instances)
    }

    var text: String {
        guard !self.maintenance.entries.isEmpty else {
            let nothing = "nothing is in maintenance or drained"
            return self.maintenance.failure.map { "\(nothing)\n  \(Self.unkeptEnd($0))" } ?? nothing
        }
        let lines = self.maintenance.entries.map { entry in
            let left = entry.leftMs.map { " (ends in \(Age($0)))" } ?? ""
            let isMissing = entry.instance.map { !self.instances.contains($0) } ?? false
            let missing = isMissing ? "; no instance is called that: under another name it competes" : ""
            return "  \(entry.instance ?? "this node"): \(entry.text)\(left)\(missing)"
        }
        let failure = self.maintenance.failure.map { ["  it would not survive a restart of the agent: \($0)"] } ?? []
        return (["maintenance"] + lines + failure).joined(separator: "\n")
    }

    /// Of maintenance whose end is not kept.
    static func unkeptEnd(_ failure: String) -> String {
        "after a restart of the agent, what was in maintenance before the last order will be in maintenance again: \(failure)"
    }
}
