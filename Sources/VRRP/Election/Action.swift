/// What a virtual router asks of the world; performed in the order given.
package enum Action: Hashable, Sendable {
    /// Send one advertisement with this priority, built now by `VirtualRouter.advertisement(priority:)`.
    case advertise(Priority)
    /// Put the virtual addresses on the interface.
    case acquireAddresses
    /// Take the virtual addresses off the interface.
    case releaseAddresses
    /// Send gratuitous ARP for each virtual address, `repeats` times.
    case announce(repeats: Int)
    /// Forget the gratuitous ARP that was asked for and has not left yet.
    case withdrawAnnouncements
    /// Send gratuitous ARP for one virtual address of each interface that carries some but no advertisements.
    case announceExtraInterfaces
    /// The state has changed; for journal, notification and log.
    case transition(Transition)
}
