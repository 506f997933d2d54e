/// Something that changed on this host's network, told by the kernel.
package enum RouteEvent: Hashable, Sendable {
    /// An interface appeared or changed; also sent when nothing visible here did.
    case link(Link)
    case linkRemoved(Link)
    /// An address appeared or changed.
    case address(InterfaceAddress)
    case addressRemoved(InterfaceAddress)
    /// Forwarding of IPv6 was switched on or off, or the interface is new.
    case forwarding(ForwardingState)
    /// Events were lost: list links and addresses again.
    case overrun
}
