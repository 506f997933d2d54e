package import Checks
package import Configuration
package import Routing
package import VRRP

/// Everything that can happen to a node. Each event is handled at an instant that comes with it.
package enum Event: Hashable, Sendable {
    /// The interfaces as the kernel lists them now: at start, and again when notifications were lost.
    case interfaces([InterfaceState])
    /// A link appeared or changed; its addresses are told separately.
    case link(name: String, index: Int32, isUp: Bool, hardwareAddress: MACAddress)
    case linkRemoved(index: Int32)
    /// What polling the link of an interface found, for those that are polled.
    case linkPolled(index: Int32, isUp: Bool)
    /// It is there, or its standing has changed.
    case addressAdded(AssignedAddress, index: Int32)
    case addressRemoved(AssignedAddress, index: Int32)
    /// Whether the host forwards IPv6 packets that come in on an interface; told before ``start`` for those that do, and
    /// whenever it changes.
    case forwardsIPv6(index: Int32, isOn: Bool)
    /// How long ago the host was started; told before ``start``.
    case booted(ago: Duration)
    /// The interfaces are known: begin.
    case start
    /// The host was suspended for this long, in which the clock of the instants stood still.
    case slept(Duration)
    /// A whole packet of protocol 112 from its IP header on, as a raw socket of IPv4 and a packet socket deliver it.
    case datagram([UInt8], index: Int32)
    /// The same as a raw socket of IPv6 delivers it.
    case message(ReceivedMessage, index: Int32)
    case report(CheckReport)
    /// How many lines of a FIFO are lost since the checker process that is running began.
    case fifoLosses(path: String, lines: UInt64)
    case checkerStarted
    case checkerExited
    /// An effect to listen failed; the text is the system's.
    case listenFailed(ListeningPlace, reason: String)
    /// An effect that adds addresses failed for this one; the text is the system's.
    case addressRefused(PlacedAddress, instance: String, reason: String)
    /// What became of an effect that adds items, perhaps of a part of them.
    case itemsAdded([ItemOutcome], owner: ItemOwner, isRestoring: Bool)
    /// A route that may be one of ours was removed.
    case routeRemoved(RouteKey)
    case ruleRemoved(RuleKey)
    /// Notifications of routes and rules were lost.
    case routingUnknown
    /// A virtual interface could not be made; the text says why and what to do.
    case interfaceRefused(name: String, reason: String)
    case settingChanged(ChangedSetting)
    case filterRefused(reason: String)
    /// Time has passed: whatever is due happens.
    case tick
    case reload(AgentConfiguration, generation: UInt32)
    /// An operator wants something that ``Node/refusal(of:)`` does not refuse.
    case order(OperatorOrder)
    /// Leave, make before break.
    case stop
    /// Leave at once.
    case stopNow
}
