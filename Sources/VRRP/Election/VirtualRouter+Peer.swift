extension VirtualRouter {
    /// A master on the link, as its last accepted advertisement showed it.
    package struct Peer: Hashable, Sendable {
        package var address: IPAddress
        package var priority: Priority
        package var lastHeard: Instant

        package init(address: IPAddress, priority: Priority, lastHeard: Instant) {
            self.address = address
            self.priority = priority
            self.lastHeard = lastHeard
        }
    }
}
