package import VRRP

extension TransitionCause {
    /// The cause as the end of a sentence.
    package var explanation: String {
        switch self {
        case .started: "started"
        case .owner: "owns the addresses (priority 255)"
        case .noMasterHeard: "no master was heard"
        case .masterResigned(let peer): "master \(peer) resigned"
        case .preempted(let peer, let priority): "master \(peer) has the lower priority \(priority)"
        case .higherPriorityHeard(let peer, let priority): "\(peer) advertises the higher priority \(priority)"
        case .tieLost(let peer): "\(peer) has the same priority and the higher address"
        case .overtaken(let peer, let priority):
            "\(peer) became master with priority \(priority) while this process did not run"
        case .overslept: "this process did not run for so long that another must be master"
        case .joined: "the other members of its sync group are master"
        case .following(let member): "\(member) of its sync group left"
        case .fault: "a fault began"
        case .recovered: "the fault is over"
        case .stopped: "asked to leave"
        case .offered: "offered to a successor"
        case .successorHeard(let peer): "successor \(peer) was heard"
        case .noSuccessor: "no successor was heard in time"
        case .resumed: "resumed after a restart of the router process"
        case .abandoned: "told to leave at once"
        }
    }
}
