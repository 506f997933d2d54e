package import VRRP

/// A rule of the routing policy as `ip rule` knows it.
package struct Rule: Hashable, Sendable {
    package var family: AddressFamily
    /// Rules are asked in the order of this number.
    package var preference: UInt32
    package var action: RuleAction
    /// `not`: the rule matches what does not match.
    package var isInverted = false
    /// nil = any.
    package var source: AddressPrefix?
    package var destination: AddressPrefix?
    package var service: UInt8 = 0
    package var mark: UInt32?
    /// nil = all bits of ``mark``.
    package var markMask: UInt32?
    /// See ``Route/realms``.
    package var realms: UInt32 = 0
    /// A route found is not used if its prefix is as long as this or shorter.
    package var suppressedPrefixLength: UInt32?
    /// A route found is not used if its interface is of this group.
    package var suppressedGroup: UInt32?
    package var incomingInterface: String?
    package var outgoingInterface: String?
    package var tunnelID: UInt64?
    package var users: ClosedRange<UInt32>?
    /// Who set it; ``Route/keepalived`` unless the rule is not watched.
    package var originator = Route.keepalived
    package var ipProtocol: UInt8?
    package var sourcePorts: ClosedRange<UInt16>?
    package var destinationPorts: ClosedRange<UInt16>?

    package init(family: AddressFamily, preference: UInt32, action: RuleAction) {
        self.family = family
        self.preference = preference
        self.action = action
    }

    /// Where keepalived begins to count down for rules without a preference.
    package static let firstDefaultPreference: UInt32 = 16384
}
