/// The words that may follow an address.
enum AddressKeyword: String, CaseIterable {
    case device = "dev"
    case label
    case scope
    case broadcast
    case broadcastShort = "brd"
    case peer
    case home
    case detectDuplicates = "-nodad"
    case manageTemporary = "mngtmpaddr"
    case noPrefixRoute = "noprefixroute"
    case joinGroup = "autojoin"
    case untracked = "no_track"
    case preferredLifetime = "preferred_lft"
    case trackGroup = "track_group"
    case useVMAC = "use_vmac"

    /// Whether a value follows.
    var takesValue: Bool {
        switch self {
        case .device, .label, .scope, .broadcast, .broadcastShort, .peer, .preferredLifetime, .trackGroup: true
        case .home, .detectDuplicates, .manageTemporary, .noPrefixRoute, .joinGroup, .untracked, .useVMAC: false
        }
    }
}
