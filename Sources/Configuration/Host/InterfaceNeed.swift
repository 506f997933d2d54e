/// An interface that must be there.
package struct InterfaceNeed: Hashable, Sendable {
    package let mention: Mention
    package let role: Role

    package enum Role: Hashable, Sendable {
        /// Where advertisements leave, or addresses and routes stand.
        case ground
        /// Its link moves an instance; one that is missing is down for ever.
        case tracked
        /// The VRF of an instance's sockets.
        case vrf
        /// What is said of it has no effect without it.
        case spokenOf
    }
}
