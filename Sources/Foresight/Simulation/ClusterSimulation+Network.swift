import Failover
import VRRP

extension ClusterSimulation {
    mutating func send(_ transmission: Transmission, from node: Int) {
        guard let place = self.place(of: transmission.interfaceIndex, on: node) else { return }
        guard self.machines[node].interfaces[place].isUp else { return }
        var bytes = transmission.packet
        if transmission.isFrame {
            // The receiver's kernel strips both headers.
            bytes.removeFirst(min(bytes.count, Self.ethernetHeader + IPv6Header.length))
        }
        var packet = SimulatedPacket(
            arrival: self.now + Self.delay,
            sender: node,
            link: nil,
            receiver: nil,
            source: transmission.source,
            destination: transmission.destination,
            hopLimit: transmission.hopLimit,
            bytes: bytes
        )
        self.lastTransmission = self.now
        if transmission.destination.isMulticast {
            packet.link = self.machines[node].interfaces[place].link
            guard packet.link != nil else { return }
        } else {
            guard let port = self.owners[transmission.destination] else {
                self.tellOfStray(transmission.destination, from: node)
                return
            }
            packet.receiver = port
        }
        self.packets.append(packet)
    }

    private static let ethernetHeader = 14

    mutating func deliver(_ packet: SimulatedPacket) {
        if let port = packet.receiver {
            self.deliver(packet, to: port)
        } else if let link = packet.link {
            for port in self.links[link] where port.node != packet.sender { self.deliver(packet, to: port) }
        }
    }

    private mutating func deliver(_ packet: SimulatedPacket, to port: SimulatedPacket.Port) {
        guard self.machines[port.node].node != nil, self.machines[port.node].interfaces[port.interface].isUp,
            self.cuts.isEmpty || !self.cuts.contains(Self.pair(packet.sender, port.node))
        else { return }
        let index = self.machines[port.node].interfaces[port.interface].index
        switch (packet.source, packet.destination) {
        case (.v6(let source), .v6(let destination)):
            let message = ReceivedMessage(
                source: source,
                destination: destination,
                hopLimit: packet.hopLimit,
                bytes: packet.bytes
            )
            self.tell(port.node, .message(message, index: index))
        case (.v4, _), (_, .v4):
            self.tell(port.node, .datagram(packet.bytes, index: index))
        }
    }

    static func pair(_ first: Int, _ second: Int) -> [Int] { [min(first, second), max(first, second)] }

    private mutating func tellOfStray(_ peer: IPAddress, from node: Int) {
        guard self.strayPeers.insert(peer).inserted else { return }
        self.recorder.note(
            "\(self.machines[node].name) advertises to \(peer), which is no address of a node of this cluster"
        )
    }
}
