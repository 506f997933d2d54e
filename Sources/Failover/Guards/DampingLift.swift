package import VRRP

/// Why a node that is damped takes over all the same.
package enum DampingLift: Hashable, Sendable {
    /// The master at this address advertises less than it has been heard with, or did a moment ago.
    case worse(IPAddress, Priority, highest: Priority)
    /// Both act as master, as in a split that other nodes cannot end.
    case contested(IPAddress, by: IPAddress?)
    /// The master of this member of the sync group is silent or has left.
    case member(String)

    package var word: String {
        switch self {
        case .worse: "worse"
        case .contested: "contested"
        case .member: "member"
        }
    }
}

extension DampingLift: CustomStringConvertible {
    package var description: String {
        switch self {
        case .worse(let master, let priority, let highest) where priority < highest:
            "\(master) has got worse: it has priority \(priority) and had \(highest)"
        case .worse(let master, _, _):
            "\(master) has been worse, and is not well for long enough yet"
        case .contested(let master, let rival):
            "\(master) and \(rival.map { "\($0)" } ?? "another node") both act as master"
        case .member(let name):
            "\(name) of its sync group has no master"
        }
    }
}
