import Failover

extension Effect {
    /// Whether it only tells of what is done: whenever that is said, nobody outside waits for it.
    var isReport: Bool {
        switch self {
        case .journal, .log: true
        case .listen, .unlisten, .makeInterface, .removeInterface, .changeSetting, .restoreSetting, .forward, .filter,
            .pollLinks, .transmit, .addAddresses, .removeAddresses, .addItems, .removeItems, .announce,
            .withdrawAnnouncements, .notify, .tell, .stopped:
            false
        }
    }
}
