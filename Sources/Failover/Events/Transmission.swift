package import VRRP

/// An advertisement on its way out.
package struct Transmission: Hashable, Sendable {
    package var interfaceIndex: Int32
    package var source: IPAddress
    package var destination: IPAddress
    /// Over IPv4 the whole packet; over IPv6 the VRRP message, for which the kernel makes the header.
    package var packet: [UInt8]
}
