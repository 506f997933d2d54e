/// What a rule makes of a packet that it matches.
package enum RuleAction: Hashable, Sendable {
    /// Look the destination up in a table.
    case lookup(table: UInt32)
    /// Look it up in the table of the VRF that its interface belongs to.
    case lookupInVRF
    /// Go on with the rule of this preference.
    case goto(UInt32)
    case nothing
    case blackhole
    case unreachable
    case prohibit
}
