/// An Ethernet II frame, for what an IP socket cannot send.
package struct EthernetFrame: Hashable, Sendable {
    package static let arpType: UInt16 = 0x0806
    package static let ipv4Type: UInt16 = 0x0800
    package static let ipv6Type: UInt16 = 0x86dd

    package var destination: MACAddress
    package var source: MACAddress
    package var type: UInt16
    package var payload: [UInt8]

    package init(destination: MACAddress, source: MACAddress, type: UInt16, payload: [UInt8]) {
        self.destination = destination
        self.source = source
        self.type = type
        self.payload = payload
    }

    /// The frame without padding and check sequence, which the network device adds.
    package var encoded: [UInt8] {
        var bytes = self.destination.bytes + self.source.bytes
        bytes.append(bigEndian: self.type)
        bytes.append(contentsOf: self.payload)
        return bytes
    }
}
