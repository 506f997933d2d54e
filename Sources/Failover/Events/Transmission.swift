package import VRRP

/// An advertisement on its way out.
package struct Transmission: Hashable, Sendable {
    package var interfaceIndex: Int32
    package var source: IPAddress
    package var destination: IPAddress
    /// Over IPv4 the whole packet; over IPv6 the VRRP message, for which the kernel makes the header.
    package var packet: [UInt8]
    /// Of the header that the kernel makes.
    package var hopLimit: UInt8 = 255
    /// `packet` is a whole Ethernet frame: over IPv6 a virtual interface has no address of its own to send from.
    package var isFrame = false
}
