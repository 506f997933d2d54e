extension [Effect] {
    /// The order in which to carry out what an event makes necessary. Hundreds of advertisements do not wait for hundreds
    /// of lines about them: in a burst what is only told comes last, else everything stays where it is.
    package var inOrderOfUrgency: [Effect] {
        guard self.count > Self.burst else { return self }
        return self.filter { !$0.isReport } + self.filter(\.isReport)
    }

    private static var burst: Int { 64 }
}

extension Effect {
    /// Whether it only tells of what is done: nobody outside waits for it.
    fileprivate var isReport: Bool {
        switch self {
        case .journal, .log: true
        case .listen, .unlisten, .makeInterface, .removeInterface, .changeSetting, .restoreSetting, .forward, .filter,
            .pollLinks, .transmit, .addAddresses, .removeAddresses, .addItems, .removeItems, .announce,
            .withdrawAnnouncements, .notify, .tell, .stopped:
            false
        }
    }
}
