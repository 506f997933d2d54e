/// What operators order over the control socket. Instances are named; a member of a sync group stands for its group.
package enum OperatorOrder: Hashable, Sendable {
    /// Do not compete: `baton maintenance on`. No instances = the whole node.
    case beginMaintenance(instances: [String], reason: String, duration: Duration?, by: Operator)
    /// Compete again: `baton maintenance off`, for what was drained, too.
    case endMaintenance(instances: [String], by: Operator, reason: String? = nil)
    /// Do not compete once somebody else has the addresses, and keep them if nobody takes them.
    case drain(instances: [String], reason: String, by: Operator)
    /// Have another node take the addresses over, and take them back.
    case drill(instance: String, reason: String, returnAfter: Duration, by: Operator)
    /// Take them back now.
    case endDrill(instance: String, by: Operator)

    /// Of a maintenance, and of the time a drill leaves the addresses away.
    package static let durations: ClosedRange<Duration> = .seconds(1)...(.seconds(366 * 86_400))
    /// Bytes of the line that carries an order.
    package static let lineLimit = 65_536
    /// Bytes of a reason.
    package static let reasonLimit = 500

    /// One line that says something.
    package static func isReason(_ text: String) -> Bool {
        text.utf8.count <= self.reasonLimit && text.unicodeScalars.contains { !$0.properties.isWhitespace }
            && text.unicodeScalars.allSatisfy(self.isPrintable)
    }

    /// Nothing a terminal would obey.
    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory != .control }

    package var by: Operator {
        get {
            switch self {
            case .beginMaintenance(_, _, _, let by), .endMaintenance(_, let by, _), .drain(_, _, let by),
                .drill(_, _, _, let by), .endDrill(_, let by):
                by
            }
        }
        set {
            switch self {
            case .beginMaintenance(let instances, let reason, let duration, _):
                self = .beginMaintenance(instances: instances, reason: reason, duration: duration, by: newValue)
            case .endMaintenance(let instances, _, let reason):
                self = .endMaintenance(instances: instances, by: newValue, reason: reason)
            case .drain(let instances, let reason, _):
                self = .drain(instances: instances, reason: reason, by: newValue)
            case .drill(let instance, let reason, let returnAfter, _):
                self = .drill(instance: instance, reason: reason, returnAfter: returnAfter, by: newValue)
            case .endDrill(let instance, _):
                self = .endDrill(instance: instance, by: newValue)
            }
        }
    }

    /// The names it was given.
    package var instances: [String] {
        switch self {
        case .beginMaintenance(let instances, _, _, _), .endMaintenance(let instances, _, _),
            .drain(let instances, _, _):
            instances
        case .drill(let instance, _, _, _), .endDrill(let instance, _):
            [instance]
        }
    }
}
