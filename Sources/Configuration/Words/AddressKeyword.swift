/// The words that may follow an address.
enum AddressKeyword: String, CaseIterable {
    case device = "dev"
    case label
    case scope
    case broadcast
    case broadcastShort = "brd"

    /// Words of keepalived that have no effect yet, and how many values each takes.
    static let later: [String: Int] = [
        "peer": 1, "home": 0, "-nodad": 0, "mngtmpaddr": 0, "noprefixroute": 0, "autojoin": 0, "no_track": 0,
        "preferred_lft": 1, "track_group": 1, "use_vmac": 0,
    ]
}
