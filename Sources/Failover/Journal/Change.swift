package import Checks
package import VRRP

/// The kinds of change a journal knows.
package enum Change: Hashable, Sendable {
    case health(check: String, from: Health, to: Health, evidence: CheckOutcome)
    /// As ``health(check:from:to:evidence:)``, of a check that counts for nothing.
    case observedHealth(check: String, from: Health, to: Health, evidence: CheckOutcome)
    /// What followed from an observed check would have been this if it counted.
    case wouldHave(check: String, from: Priority, to: Priority, isFault: Bool)
    /// A check that stays up gives another graded answer.
    case score(check: String, from: Int?, to: Int?)
    case linkChanged(interface: String, isUp: Bool)
    case sourceChanged(IPAddress?)
    case faultBegan([FaultCause])
    case faultEnded
    /// Checks have failed, and it is no fault by this rule.
    case lastResortBegan([FaultCause], LastResort.Rule)
    /// Nobody took the addresses that a last resort has offered.
    case lastResortHeld(LastResort.Rule)
    case lastResortEnded
    /// A shared check fails, which does not count yet.
    case withheld(check: String, for: Duration)
    /// It counts from now on.
    case withheldCounts(check: String)
    /// It is well again, and never counted.
    case withheldEnded(check: String)
    case priority(from: Priority, to: Priority)
    case transition(Transition)
    /// As a backup hears it, where moves are damped: a move of the addresses between others.
    case masterChanged(from: IPAddress, to: IPAddress)
    /// The addresses have moved too often; about for how long they are not taken back.
    case damped(penalty: DampingPenalty, of: DampingPenalty, moves: Int, lasting: Duration)
    /// The first return that damping suppressed: from this master, with its priority.
    ///
    /// - with: The member of its sync group that is damped; nil = the instance itself is.
    case returnSuppressed(from: IPAddress, Priority, own: Priority, with: String? = nil)
    /// It is damped, and takes over all the same.
    case dampingLifted(DampingLift)
    case dampingEnded(DampingEnd)
    case syncGroup(String, from: VirtualRouter.StateName, to: VirtualRouter.StateName)
    case addressLost(PlacedAddress)
    case addressRefused(PlacedAddress, reason: String)
    /// Duplicate address detection found it at another host: the kernel does not use it.
    case addressDuplicate(PlacedAddress)
    /// A route, rule or static address could not be set.
    case itemRefused(PlacedItem, reason: String)
    /// It could, after it had been refused.
    case itemSet(PlacedItem)
    /// It had been removed by somebody else, or by the kernel, and is there again.
    case itemRestored(PlacedItem)
    case leftoverRemoved(PlacedAddress)
    case virtualInterfaceLost(String)
    case filterRefused(String)
    case checkerExited
    case checkerStarted
    /// This process did not run for a while: frozen, or starved of CPU.
    case stalled(Duration)
    /// The wall clock was set back by about so much: signed advertisements are numbered on from before.
    case clockBehind(Duration)
    case startGateExpired(waitingFor: [String])
    case reloaded(generation: UInt32)
    case maintenance(MaintenanceChange)
    case drill(DrillChange)
    case stopRequested
}

extension Change: CustomStringConvertible {
    package var description: String {
        switch self {
        case .health(let check, let from, let to, let evidence):
            "check \(check) went \(from) → \(to): \(evidence.reason.rawValue), \(evidence.summary)"
        case .observedHealth(let check, let from, let to, let evidence):
            "observed check \(check) went \(from) → \(to): \(evidence.reason.rawValue), \(evidence.summary)"
        case .wouldHave(let check, let from, let to, let isFault):
            if isFault {
                "check \(check) would have begun a fault; it is observed only"
            } else if from == to {
                "check \(check) would have ended its fault; it is observed only"
            } else {
                "check \(check) would have moved the priority \(from) → \(to); it is observed only"
            }
        case .score(let check, let from, let to):
            "check \(check) gives score \(to.map(String.init) ?? "none"), was \(from.map(String.init) ?? "none")"
        case .linkChanged(let interface, let isUp):
            "interface \(interface) is \(isUp ? "up" : "down")"
        case .sourceChanged(let address):
            address.map { "advertises from \($0)" } ?? "has no address to advertise from"
        case .faultBegan(let causes):
            "fault: " + causes.map(\.description).joined(separator: "; ")
        case .faultEnded:
            "fault is over"
        case .lastResortBegan(let causes, let rule):
            causes.map(\.description).joined(separator: "; ") + ": no fault, but the last resort (\(rule.text))"
        case .lastResortHeld(let rule):
            "nobody took the addresses over; held as the last resort (\(rule.text))"
        case .lastResortEnded:
            "healthy again, the last resort no more"
        case .withheld(let check, let time):
            "check \(check): withheld for \(time.milliseconds) ms, in which every node notices if it fails for all "
                + "(blast_radius_guard)"
        case .withheldCounts(let check):
            "check \(check) counts from now on (blast_radius_guard)"
        case .withheldEnded(let check):
            "check \(check) is well again within the grace: nothing has happened (blast_radius_guard)"
        case .priority(let from, let to):
            "priority \(from) → \(to)"
        case .transition(let transition):
            "\(transition.from.rawValue) → \(transition.to.rawValue), \(transition.cause.explanation)"
        case .masterChanged(let from, let to):
            "the master is \(to), no longer \(from)"
        case .damped(let penalty, let threshold, let moves, let time):
            "damped after \(moves) \(moves == 1 ? "move" : "moves"), penalty \(penalty) of \(threshold): for about "
                + "\(Self.seconds(time)) s it does not take its addresses back"
        case .returnSuppressed(let peer, let priority, let own, let member):
            "leaves its addresses with \(peer), which has the lower priority \(priority) (own: \(own)): moves are damped"
                + (member.map { " with \($0) of its sync group" } ?? "")
        case .dampingLifted(let lift):
            "damped, but free to take over: \(lift)"
        case .dampingEnded(.calm):
            "no longer damped: there were no moves for a while"
        case .dampingEnded(.maximum):
            "no longer damped: it has been for as long as max allows"
        case .dampingEnded(.reconfigured):
            "no longer damped: the configuration says so"
        case .syncGroup(let name, let from, let to):
            "sync group \(name): \(from.rawValue) → \(to.rawValue)"
        case .addressLost(let address):
            "\(address) was removed by someone else; restoring it"
        case .addressRefused(let address, let reason):
            "\(address) could not be set: \(reason)"
        case .addressDuplicate(let address):
            "another host of the link has \(address.address): this one does not use it"
        case .itemRefused(let item, let reason):
            "\(item) could not be set: \(reason)"
        case .itemSet(let item):
            "\(item) is set now"
        case .itemRestored(let item):
            "\(item) was gone; set again"
        case .leftoverRemoved(let address):
            "removing \(address), left over from before"
        case .virtualInterfaceLost(let name):
            "virtual interface \(name) was removed by someone else; making it again"
        case .filterRefused(let reason):
            "packets to addresses with no_accept are not dropped: \(reason)"
        case .checkerExited:
            "the checker has ended; health holds while it is started again"
        case .checkerStarted:
            "the checker runs"
        case .stalled(let time):
            "this process did not run for \(time.milliseconds) ms"
        case .clockBehind(let time):
            "the wall clock was set back by \(time.milliseconds) ms; advertisements are numbered on from before"
        case .startGateExpired(let checks):
            "no first result of \(checks.joined(separator: ", ")) before startup_timeout"
        case .reloaded(let generation):
            "configuration \(generation) is in force"
        case .maintenance(let change):
            change.description
        case .drill(let change):
            change.description
        case .stopRequested:
            "asked to stop"
        }
    }

    /// Whole ones, rounded up.
    private static func seconds(_ time: Duration) -> Int64 {
        let nanoseconds = max(0, time.clampedNanoseconds)
        return nanoseconds / 1_000_000_000 + (nanoseconds % 1_000_000_000 == 0 ? 0 : 1)
    }
}
