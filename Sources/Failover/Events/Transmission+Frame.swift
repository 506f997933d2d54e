import VRRP

extension Transmission {
    /// Over IPv6, puts header and Ethernet frame around the message: the kernel lets only an address of the interface be
    /// sent from, and a virtual one has none but the virtual addresses. Over IPv4 it takes what it is given.
    mutating func makeFrame(of interface: InterfaceState?) {
        guard let hardwareAddress = interface?.hardwareAddress, let source = self.source.ipv6,
            let destination = self.destination.ipv6
        else { return }
        var header = IPv6Header(source: source, destination: destination)
        header.hopLimit = self.hopLimit
        self.packet =
            EthernetFrame(
                destination: .multicast(destination),
                source: hardwareAddress,
                type: EthernetFrame.ipv6Type,
                payload: header.encoded(payloadLength: self.packet.count) + self.packet
            ).encoded
        self.isFrame = true
    }
}
