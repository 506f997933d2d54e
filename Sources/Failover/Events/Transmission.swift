package import VRRP

/// An advertisement on its way out: a whole IPv4 packet.
package struct Transmission: Hashable, Sendable {
    package var interfaceIndex: Int32
    package var destination: IPv4Address
    package var packet: [UInt8]
}
