import Failover
import VRRP

extension TimelineRecorder {
    /// A cause with the names of nodes instead of their addresses.
    func explanation(of cause: TransitionCause) -> String {
        func name(_ address: IPAddress) -> String { self.names[address] ?? "\(address)" }
        switch cause {
        case .masterResigned(let peer): return "master \(name(peer)) resigned"
        case .preempted(let peer, let priority): return "master \(name(peer)) has the lower priority \(priority)"
        case .higherPriorityHeard(let peer, let priority):
            return "\(name(peer)) advertises the higher priority \(priority)"
        case .tieLost(let peer): return "\(name(peer)) has the same priority and the higher address"
        case .overtaken(let peer, let priority):
            return "\(name(peer)) became master with priority \(priority) while this node did not run"
        case .successorHeard(let peer): return "successor \(name(peer)) was heard"
        case .started, .owner, .noMasterHeard, .overslept, .joined, .following, .fault, .recovered, .stopped,
            .offered, .noSuccessor, .resumed, .abandoned:
            return cause.explanation
        }
    }
}
