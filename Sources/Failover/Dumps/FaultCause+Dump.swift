extension FaultCause {
    /// Whether keepalived counts it as a fault of a tracker.
    var isOfTracker: Bool {
        switch self {
        case .checkDown, .checkUp, .checkScore, .trackedInterface: true
        case .interfaceMissing, .interfaceDown, .noSourceAddress, .sourceUnready, .multicastSourceMissing,
            .noVirtualAddress, .noPeer, .addressesRefused,
            .cannotListen, .virtualInterfaceRefused, .syncGroupMember, .staticItemMissing:
            false
        }
    }

    /// keepalived's word for what else may be wrong; nil for what it knows as something else.
    var interfaceFlag: String? {
        switch self {
        case .interfaceMissing, .interfaceDown: "i/f down"
        case .virtualInterfaceRefused: "base i/f down"
        case .noSourceAddress, .sourceUnready, .multicastSourceMissing: "no source IP address"
        case .noVirtualAddress, .noPeer: "config error"
        case .addressesRefused, .cannotListen, .staticItemMissing: "unspecified"
        case .checkDown, .checkUp, .checkScore, .trackedInterface, .syncGroupMember: nil
        }
    }
}
