package import VRRP

/// What tells a rule that is gone from others: those a host has differ in their preferences.
package struct RuleKey: Hashable, Sendable {
    package var family: AddressFamily
    package var preference: UInt32

    package init(family: AddressFamily, preference: UInt32) {
        self.family = family
        self.preference = preference
    }
}

extension Rule {
    package var key: RuleKey { RuleKey(family: self.family, preference: self.preference) }
}
