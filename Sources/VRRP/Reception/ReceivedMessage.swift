/// A VRRP message as a raw socket of IPv6 delivers it: without its header, and with what that said.
package struct ReceivedMessage: Hashable, Sendable {
    package var source: IPv6Address
    package var destination: IPv6Address
    package var hopLimit: UInt8
    package var bytes: [UInt8]

    package init(source: IPv6Address, destination: IPv6Address, hopLimit: UInt8, bytes: [UInt8]) {
        self.source = source
        self.destination = destination
        self.hopLimit = hopLimit
        self.bytes = bytes
    }
}
