import Configuration
import Failover
import LinuxIO
import VRRP

/// Leaves in the place of a router that cannot: the same decisions, only the deeds that end something.
struct LastWill {
    let configuration: AgentConfiguration
    let snapshot: NodeSnapshot

    func execute() throws(SystemError) {
        let now = MonotonicClock.now()
        let routes = try RouteSocket()
        let addresses = try routes.addresses()
        let interfaces = try routes.links().map { link in
            InterfaceState(
                name: link.name,
                index: link.index,
                isUp: link.isUp && link.isRunning,
                hardwareAddress: link.hardwareAddress ?? MACAddress(rawValue: 0),
                addresses: addresses.filter { $0.interfaceIndex == link.index }.map(\.assigned)
            )
        }
        var node = Node(configuration: self.configuration, generation: 0, at: now)
        node.restore(self.snapshot, at: now)
        _ = node.handle(.interfaces(interfaces), at: now)
        // Leftovers are removed here, masters resume; what they would send is not sent.
        let removals = node.handle(.start, at: now)
        let items = node.configuredItems
        let farewell = node.handle(.stopNow, at: now, utc: UTCTime(nanoseconds: WallClock.nanoseconds()))

        try Self.send(farewell, heard: removals)
        _ = try routes.perform(items.map(\.removal))
        _ = try routes.remove(node.presentVirtualAddresses, keepingCompanionsOn: node.interfaces)
        Self.clearHost(farewell, routes: routes)
    }

    /// Priority 0 first: the successor's skew runs while the addresses go.
    private static func send(_ farewell: [Effect], heard: [Effect]) throws(SystemError) {
        let frames = try PacketSocket()
        var sockets: [ListeningPlace: AdvertisementSocket] = [:]
        for case .listen(var listening) in heard {
            // Nobody is listened to any more.
            listening.groups = []
            listening.receiveBuffer = nil
            sockets[listening.place] = try? AdvertisementSocket(listening) { () throws(SystemError) in 0 }
        }
        for case .transmit(let transmission) in farewell {
            let place = ListeningPlace(interfaceIndex: transmission.interfaceIndex, family: transmission.source.family)
            if transmission.isFrame {
                try? frames.send(transmission.packet, interfaceIndex: transmission.interfaceIndex)
            } else {
                try? sockets[place]?.send(transmission)
            }
        }
    }

    /// Removes and puts back what stood beside the addresses; each as far as it can be.
    private static func clearHost(_ farewell: [Effect], routes: RouteSocket) {
        for case .removeInterface(_, let index) in farewell {
            try? routes.removeLink(index)
        }
        for case .restoreSetting(let changed) in farewell {
            try? changed.undo()
        }
        for case .filter(let filter) in farewell {
            guard let socket = try? FilterSocket() else { continue }
            try? filter.install(over: socket)
        }
    }
}
