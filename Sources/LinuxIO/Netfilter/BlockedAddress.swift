/// An address packets to which are to be dropped.
package struct BlockedAddress: Hashable, Sendable {
    /// 4 or 16 of them, in network order.
    package var bytes: [UInt8]
    /// Only packets that come in there; nil = everywhere. For addresses that mean another host on every link.
    package var interface: Interface?

    package enum Interface: Hashable, Sendable {
        case named(String)
        case numbered(Int32)
    }

    package init(bytes: [UInt8], interface: Interface? = nil) {
        self.bytes = bytes
        self.interface = interface
    }
}
