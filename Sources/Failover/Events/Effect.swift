package import Checks

/// What the agent is asked to do to the world, in order.
package enum Effect: Hashable, Sendable {
    /// Receive advertisements, and be able to send them, there.
    case listen(Listening)
    case unlisten(ListeningPlace)
    /// Answered by ``Event/link(name:index:isUp:hardwareAddress:)`` or ``Event/interfaceRefused(name:reason:)``.
    case makeInterface(InterfaceOrder)
    case removeInterface(name: String, index: Int32)
    /// Answered by ``Event/settingChanged(_:)`` unless it is met already.
    case changeSetting(KernelSetting)
    /// Left alone if somebody else has changed it meanwhile.
    case restoreSetting(ChangedSetting)
    /// Let an interface forward packets as its link does, or none.
    case forward(interface: String, as: String?)
    /// Answered by ``Event/filterRefused(reason:)`` if the kernel does not take it.
    case filter(PacketFilter)
    /// Ask how the links are; each is answered by ``Event/linkPolled(index:isUp:)``.
    case pollLinks([PolledLink])
    case transmit(Transmission)
    case addAddresses([PlacedAddress], instance: String)
    case removeAddresses([PlacedAddress], instance: String)
    /// Set routes, rules and static addresses in this order; answered by ``Event/itemsAdded(_:owner:isRestoring:)``.
    case addItems([PlacedItem], owner: ItemOwner, isRestoring: Bool)
    /// Remove them in this order; one that is not there is none.
    case removeItems([PlacedItem], owner: ItemOwner)
    /// Gratuitous ARP and neighbour advertisement frames in the order they should leave; the agent paces them.
    case announce([Announcement], instance: String)
    /// Frames of this instance that have not left yet are not to leave any more.
    case withdrawAnnouncements(instance: String)
    case notify(NotifyRequest)
    /// Somebody outside wants to hear of a change.
    case tell(StateNotice)
    case journal(JournalEntry)
    case log(LogLine)
    /// Every instance has left: the process may end.
    case stopped
}
