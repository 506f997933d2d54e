import Routing
import VRRP

/// A rule while its words are read.
struct RuleDraft {
    private(set) var family: AddressFamily?
    var rule = Rule(family: .ipv4, preference: 0, action: .nothing)
    var action: RuleAction?
    /// The word of a value that only a lookup in a table can heed.
    var tableWord: Word?
    var preference: UInt32?
    var isTracked = true
    var trackGroup: String?
    /// `protocol` as given.
    var originator: Word?

    /// Whether the rule can be of this family after what was said before.
    mutating func decide(_ family: AddressFamily) -> Bool {
        if let decided = self.family { return decided == family }
        self.family = family
        return true
    }
}
