/// The broadcast that moves an address in the caches of a link: an ARP request for the sender's own address.
package enum GratuitousARP {
    /// The 42 bytes of the frame.
    ///
    /// Sender and target protocol address are the virtual address; the target hardware address is all ones, as
    /// keepalived and FRR have it (the RFCs leave it open).
    ///
    /// - Parameters:
    ///   - address: the virtual address.
    ///   - hardwareAddress: the interface that now answers for it.
    package static func frame(address: IPv4Address, hardwareAddress: MACAddress) -> [UInt8] {
        var packet: [UInt8] = []
        packet.append(bigEndian: 1)  // hardware: Ethernet
        packet.append(bigEndian: EthernetFrame.ipv4Type)
        packet.append(6)  // length of a hardware address
        packet.append(4)  // length of a protocol address
        packet.append(bigEndian: 1)  // operation: request
        packet.append(contentsOf: hardwareAddress.bytes)
        packet.append(contentsOf: address.bytes)
        packet.append(contentsOf: MACAddress.broadcast.bytes)
        packet.append(contentsOf: address.bytes)
        return EthernetFrame(
            destination: .broadcast,
            source: hardwareAddress,
            type: EthernetFrame.arpType,
            payload: packet
        ).encoded
    }
}
