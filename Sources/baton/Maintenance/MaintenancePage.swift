/// What is in maintenance, for people.
struct MaintenancePage {
    private let maintenance: MaintenanceDocument

    init(_ maintenance: MaintenanceDocument) {
        self.maintenance = maintenance
    }

    var text: String {
        guard !self.maintenance.entries.isEmpty else { return "nothing is in maintenance or drained" }
        let lines = self.maintenance.entries.map { entry in
            let left = entry.leftMs.map { " (ends in \(Age($0)))" } ?? ""
            return "  \(entry.instance ?? "this node"): \(entry.text)\(left)"
        }
        let failure = self.maintenance.failure.map { ["  it would not survive a restart of the agent: \($0)"] } ?? []
        return (["maintenance"] + lines + failure).joined(separator: "\n")
    }
}
