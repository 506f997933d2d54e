/// The systemd service a process belongs to, from its `/proc/PID/cgroup`.
struct UnitName {
    let name: String

    /// nil for sessions, scopes and processes of no unit.
    init?(controlGroups text: String) {
        for line in text.split(separator: "\n") {
            guard let path = line.split(separator: ":", maxSplits: 2).last, path.contains("/system.slice/") else {
                continue
            }
            if let unit = path.split(separator: "/").last(where: { $0.hasSuffix(".service") }) {
                self.name = String(unit)
                return
            }
        }
        return nil
    }
}
