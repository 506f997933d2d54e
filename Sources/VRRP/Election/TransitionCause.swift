/// The one reason for a change of state: what `baton why` shows.
package enum TransitionCause: Hashable, Sendable {
    /// The virtual router was started.
    case started
    /// It owns the addresses (priority 255) and waits for nobody.
    case owner
    /// No advertisement for a master down interval.
    case noMasterHeard
    /// The master at this address said with priority 0 that it leaves.
    case masterResigned(IPAddress)
    /// The master at this address has this lower priority, and we took over.
    case preempted(IPAddress, Priority)
    /// A master with higher priority was heard, and we left.
    case higherPriorityHeard(IPAddress, Priority)
    /// A master with our priority and a higher address was heard, and we left.
    case tieLost(IPAddress)
    /// The router at this address, with this priority, took over while this process did not run.
    case overtaken(IPAddress, Priority)
    /// This process did not run for so long that another router must be master (`timer_expired_backup`).
    case overslept
    /// The other members of its sync group were master already.
    case joined
    /// This other member of its sync group left.
    case following(String)
    /// A fault: interface, address, tracker.
    case fault
    /// The last fault has gone.
    case recovered
    /// Told to stop.
    case stopped
    /// Left to whoever takes over, and kept if nobody does.
    case offered
    /// We left after the successor at this address was heard.
    case successorHeard(IPAddress)
    /// No successor was heard in time: we left all the same, or stayed master if it was an offer.
    case noSuccessor
    /// The state of a predecessor of this process was taken up again.
    case resumed
    /// Told to leave at once.
    case abandoned
}
