import VRRP

/// An advertisement between two nodes.
struct SimulatedPacket: Sendable {
    var arrival: Instant
    var sender: Int
    /// The link it was sent on; nil for one to a peer.
    var link: Int?
    /// The peer and the place of its interface; nil for one to all of the link.
    var receiver: Port?
    var source: IPAddress
    var destination: IPAddress
    var hopLimit: UInt8
    /// As the receiver's socket delivers it.
    var bytes: [UInt8]

    /// An interface of a node.
    struct Port: Hashable, Sendable {
        var node: Int
        /// The place of the interface.
        var interface: Int
    }
}
