package import VRRP

/// What the journal tells of a drill.
package enum DrillChange: Hashable, Sendable {
    case began(reason: String, by: Operator, returnAfter: Duration)
    /// - Parameter obstacle: Why it will not come back by priority; nil = it will.
    case handedOver(to: IPAddress?, after: Duration, obstacle: String? = nil)
    /// By whom it is ended before its time; nil = the time is over.
    case returning(by: Operator?)
    case ended(Drill.End)
}

extension DrillChange: CustomStringConvertible {
    package var description: String {
        switch self {
        case .began(let reason, let by, let returnAfter):
            "drill by \(by), to return after \(returnAfter.milliseconds) ms: \(reason)"
        case .handedOver(let peer, let time, let obstacle):
            "drill: handed over\(peer.map { " to \($0)" } ?? "") in \(time.milliseconds) ms"
                + (obstacle.map { "; \($0)" } ?? "")
        case .returning(let by): "drill: takes the addresses back\(by.map { ", as \($0) says" } ?? "")"
        case .ended(.returned(let time)): "drill: returned in \(time.milliseconds) ms"
        case .ended(let end): "drill ended: \(end)"
        }
    }

    var kind: String {
        switch self {
        case .began: "drill_began"
        case .handedOver: "drill_handed_over"
        case .returning: "drill_returning"
        case .ended: "drill_ended"
        }
    }

    func write(to json: inout JSONText) {
        switch self {
        case .began(let reason, let by, let returnAfter):
            by.write(to: &json)
            json.value("reason", reason)
            json.value("return_after_ms", returnAfter.milliseconds)
        case .handedOver(let peer, let time, let obstacle):
            if let obstacle { json.value("obstacle", obstacle) }
            if let peer { json.value("peer", "\(peer)") }
            json.value("duration_us", time.clampedNanoseconds / 1000)
        case .returning(let by):
            by?.write(to: &json)
        case .ended(let end):
            json.value("why", end.word)
            if case .returned(let time) = end { json.value("duration_us", time.clampedNanoseconds / 1000) }
        }
    }
}

extension Operator {
    func write(to json: inout JSONText) {
        if let name = self.name { json.value("user", name) }
        json.value("uid", self.userID)
    }
}
