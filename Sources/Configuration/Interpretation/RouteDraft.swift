import Routing
import VRRP

/// A route while its words are read.
struct RouteDraft {
    /// The family some word has decided; nil = none yet.
    private(set) var family: AddressFamily?
    var route = Route(to: .all(.ipv4))
    var destination: Word?
    var isTracked = true
    var trackGroup: String?
    /// `protocol` as given.
    var originator: Word?

    /// Whether the route can be of this family after what was said before.
    mutating func decide(_ family: AddressFamily, by word: Word) -> Bool {
        if let decided = self.family { return decided == family }
        self.family = family
        return true
    }
}
