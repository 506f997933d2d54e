import VRRP

/// What the journal tells of maintenance.
package enum MaintenanceChange: Hashable, Sendable {
    case began(MaintenanceEntry)
    /// It was on already: another reason, another end.
    case changed(MaintenanceEntry)
    /// - Parameters:
    ///   - by: nil = its time was over.
    ///   - reason: Of the end; nil = none was given.
    ///   - staying: What does not compete all the same, and why; nil = nothing.
    case ended(MaintenanceEntry, by: Operator?, reason: String? = nil, staying: String? = nil)
    /// Its addresses are offered, to leave if they are taken.
    case drainBegan(reason: String, by: Operator)
    /// Nobody took them.
    case drainKept(by: Operator)
}

extension MaintenanceChange: CustomStringConvertible {
    package var description: String {
        switch self {
        case .began(let entry): Self.text(entry)
        case .changed(let entry): "changed: " + Self.text(entry)
        case .ended(let entry, let by, let reason, let staying):
            "\(entry.kind == .maintenance ? "maintenance" : "being drained") is over"
                + (by.map { ", as \($0) says" } ?? ": its time has passed") + (reason.map { ": \($0)" } ?? "")
                + (staying.map { "; \($0)" } ?? "")
        case .drainBegan(let reason, let by): "drain by \(by): \(reason)"
        case .drainKept: "nobody took over what it was to be drained of; the addresses stay here"
        }
    }

    private static func text(_ entry: MaintenanceEntry) -> String {
        let end = entry.until.map { " until \($0.text)" } ?? ""
        return "\(entry.kind == .maintenance ? "maintenance" : "drained") by \(entry.by)\(end): \(entry.reason)"
    }

    var kind: String {
        switch self {
        case .began: "maintenance_began"
        case .changed: "maintenance_changed"
        case .ended: "maintenance_ended"
        case .drainBegan: "drain_began"
        case .drainKept: "drain_kept"
        }
    }

    func write(to json: inout JSONText) {
        switch self {
        case .began(let entry), .changed(let entry):
            json.value("maintenance", entry.kind.rawValue)
            entry.by.write(to: &json)
            json.value("reason", entry.reason)
            if let until = entry.until { json.value("until_us", until.nanoseconds / 1000) }
        case .ended(let entry, let by, let reason, let staying):
            json.value("maintenance", entry.kind.rawValue)
            json.value("expired", by == nil)
            by?.write(to: &json)
            json.value("reason", entry.reason)
            if let staying { json.value("staying", staying) }
            if let reason { json.value("end_reason", reason) }
        case .drainBegan(let reason, let by):
            by.write(to: &json)
            json.value("reason", reason)
        case .drainKept(let by):
            by.write(to: &json)
        }
    }
}
