import Checks
import VRRP

extension Change {
    /// The word for it in the journal's file; words are added, never changed.
    var kind: String {
        switch self {
        case .health: "health"
        case .observedHealth: "observed_health"
        case .wouldHave: "would_have"
        case .score: "score"
        case .linkChanged: "link"
        case .sourceChanged: "source"
        case .faultBegan: "fault_began"
        case .faultEnded: "fault_ended"
        case .lastResortBegan: "last_resort_began"
        case .lastResortHeld: "last_resort_held"
        case .lastResortEnded: "last_resort_ended"
        case .withheld: "withheld"
        case .withheldCounts: "withheld_counts"
        case .withheldEnded: "withheld_ended"
        case .priority: "priority"
        case .transition: "transition"
        case .masterChanged: "master_changed"
        case .damped: "damped"
        case .returnSuppressed: "return_suppressed"
        case .dampingEnded: "damping_ended"
        case .dampingLifted: "damping_lifted"
        case .syncGroup: "sync_group"
        case .addressLost: "address_lost"
        case .addressRefused: "address_refused"
        case .addressDuplicate: "address_duplicate"
        case .itemRefused: "item_refused"
        case .itemSet: "item_set"
        case .itemRestored: "item_restored"
        case .leftoverRemoved: "leftover_removed"
        case .virtualInterfaceLost: "virtual_interface_lost"
        case .filterRefused: "filter_refused"
        case .checkerExited: "checker_exited"
        case .checkerStarted: "checker_started"
        case .stalled: "stalled"
        case .clockBehind: "clock_behind"
        case .startGateExpired: "start_gate_expired"
        case .reloaded: "reloaded"
        case .maintenance(let change): change.kind
        case .drill(let change): change.kind
        case .stopRequested: "stop_requested"
        }
    }

    /// What a program that reads the journal wants to know without reading the text.
    func write(to json: inout JSONText) {
        switch self {
        case .health(let check, let from, let to, let evidence),
            .observedHealth(let check, let from, let to, let evidence):
            json.value("check", check)
            json.value("from", "\(from)")
            json.value("to", "\(to)")
            json.write(evidence: evidence)
        case .wouldHave(let check, let from, let to, let isFault):
            json.value("check", check)
            json.value("from", from.rawValue)
            json.value("to", to.rawValue)
            json.value("fault", isFault)
        case .score(let check, let from, let to):
            json.value("check", check)
            if let from { json.value("from", from) }
            if let to { json.value("to", to) }
        case .linkChanged(let interface, let isUp):
            json.value("interface", interface)
            json.value("up", isUp)
        case .sourceChanged(let address):
            if let address { json.value("address", "\(address)") }
        case .faultBegan(let causes):
            json.array("causes") { list in
                for cause in causes.prefix(Self.listLimit) { list.value(nil, cause.description) }
            }
            json.value("count", causes.count)
        case .lastResortBegan(let causes, let rule):
            json.value("guard", rule.text)
            json.array("causes") { list in
                for cause in causes.prefix(Self.listLimit) { list.value(nil, cause.description) }
            }
            json.value("count", causes.count)
        case .lastResortHeld(let rule):
            json.value("guard", rule.text)
        case .withheld(let check, let time):
            json.value("check", check)
            json.value("duration_us", Self.microseconds(time))
        case .withheldCounts(let check), .withheldEnded(let check):
            json.value("check", check)
        case .priority(let from, let to):
            json.value("from", from.rawValue)
            json.value("to", to.rawValue)
        case .transition(let transition):
            json.value("from", transition.from.rawValue)
            json.value("to", transition.to.rawValue)
            transition.cause.write(to: &json)
        case .masterChanged(let from, let to):
            json.value("from", "\(from)")
            json.value("to", "\(to)")
        case .damped(let penalty, let threshold, let moves, let time):
            json.value("penalty", decimal: penalty.description)
            json.value("suppress", decimal: threshold.description)
            json.value("moves", moves)
            json.value("duration_us", Self.microseconds(time))
        case .returnSuppressed(let peer, let priority, let own, let member):
            json.value("peer", "\(peer)")
            json.value("peer_priority", priority.rawValue)
            json.value("priority", own.rawValue)
            if let member { json.value("member", member) }
        case .dampingLifted(let lift):
            json.value("why", lift.word)
        case .dampingEnded(let end):
            json.value("why", end.rawValue)
        case .syncGroup(let name, let from, let to):
            json.value("group", name)
            json.value("from", from.rawValue)
            json.value("to", to.rawValue)
        case .addressLost(let address), .addressDuplicate(let address), .leftoverRemoved(let address):
            json.value("address", address.description)
        case .addressRefused(let address, let reason):
            json.value("address", address.description)
            json.value("reason", reason)
        case .itemRefused(let item, let reason):
            json.value("item", item.description)
            json.value("reason", reason)
        case .itemSet(let item), .itemRestored(let item):
            json.value("item", item.description)
        case .virtualInterfaceLost(let name):
            json.value("interface", name)
        case .filterRefused(let reason):
            json.value("reason", reason)
        case .stalled(let time), .clockBehind(let time):
            json.value("duration_us", Self.microseconds(time))
        case .startGateExpired(let checks):
            json.array("checks") { list in
                for check in checks.prefix(Self.listLimit) { list.value(nil, check) }
            }
            json.value("count", checks.count)
        case .reloaded(let generation):
            json.value("generation", generation)
        case .maintenance(let change):
            change.write(to: &json)
        case .drill(let change):
            change.write(to: &json)
        case .faultEnded, .lastResortEnded, .checkerExited, .checkerStarted, .stopRequested:
            break
        }
    }

    /// Of a list, what is named; the whole is counted.
    private static let listLimit = 16

    private static func microseconds(_ time: Duration) -> Int64 { time.clampedNanoseconds / 1000 }
}

extension JSONText {
    /// What a run of a check ended with.
    mutating func write(evidence: CheckOutcome) {
        self.object("evidence") { json in
            json.value("status", "\(evidence.status)")
            json.value("reason", evidence.reason.rawValue)
            json.value("summary", evidence.summary)
            json.value("duration_us", evidence.duration.clampedNanoseconds / 1000)
        }
    }
}

extension TransitionCause {
    fileprivate func write(to json: inout JSONText) {
        json.value("why", self.word)
        switch self {
        case .masterResigned(let peer), .tieLost(let peer), .successorHeard(let peer):
            json.value("peer", "\(peer)")
        case .preempted(let peer, let priority), .higherPriorityHeard(let peer, let priority),
            .overtaken(let peer, let priority):
            json.value("peer", "\(peer)")
            json.value("peer_priority", priority.rawValue)
        case .following(let member):
            json.value("member", member)
        case .started, .owner, .noMasterHeard, .overslept, .joined, .fault, .recovered, .stopped, .offered,
            .noSuccessor,
            .resumed, .abandoned:
            break
        }
    }

    private var word: String {
        switch self {
        case .started: "started"
        case .owner: "owner"
        case .noMasterHeard: "no_master_heard"
        case .masterResigned: "master_resigned"
        case .preempted: "preempted"
        case .higherPriorityHeard: "higher_priority_heard"
        case .tieLost: "tie_lost"
        case .overtaken: "overtaken"
        case .overslept: "overslept"
        case .joined: "joined"
        case .following: "following"
        case .fault: "fault"
        case .recovered: "recovered"
        case .stopped: "stopped"
        case .offered: "offered"
        case .successorHeard: "successor_heard"
        case .noSuccessor: "no_successor"
        case .resumed: "resumed"
        case .abandoned: "abandoned"
        }
    }
}
