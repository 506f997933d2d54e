import Configuration
import VRRP

/// Where and how the node hears advertisements.
extension Node {
    /// What the instances need to hear, as their interfaces are now.
    private var wantedListening: [ListeningPlace: Listening] {
        var wanted: [ListeningPlace: Listening] = [:]
        for instance in self.instances {
            let family = instance.configuration.router.family
            for (index, isVirtual) in [(instance.interfaceIndex, false), (instance.ownIndex, true)] {
                guard let index, let interface = self.interfaces[index] else { continue }
                let place = ListeningPlace(interfaceIndex: index, family: family)
                var listening =
                    wanted[place]
                    ?? Listening(interface: interface.name, place: place, groups: [], isVirtual: isVirtual)
                // The reports of a membership would leave with the virtual router's hardware address.
                if !isVirtual {
                    listening.groups = Set(listening.groups + [self.group(of: instance.configuration)]).sorted()
                }
                listening.receiveBuffer = listening.receiveBuffer + self.receiveBuffer(of: instance.configuration)
                wanted[place] = listening
            }
        }
        return wanted
    }

    /// Opens and closes sockets: those that no instance needs, and those that are needed otherwise than they are.
    mutating func arrangeListening() {
        let wanted = self.wantedListening
        for (place, listening) in self.listening.sorted(by: { $0.key < $1.key }) where wanted[place] != listening {
            self.listening[place] = nil
            self.effects.append(.unlisten(place))
        }
        for (place, listening) in wanted.sorted(by: { $0.key < $1.key })
        where self.listening[place] == nil && self.deafness[place] == nil {
            self.listening[place] = listening
            self.effects.append(.listen(listening))
        }
    }

    /// Without a socket an instance would be master without hearing or saying anything.
    mutating func listenFailed(_ place: ListeningPlace, reason: String, at now: Instant) {
        self.listening[place] = nil
        self.deafness[place] = Instance.Refusal(reason: reason, until: now + .seconds(1))
        self.evaluateAll(at: place, now)
    }

    mutating func listenAgain(at now: Instant) {
        let due = self.deafness.filter { $0.value.until <= now }.keys.sorted()
        guard !due.isEmpty else { return }
        for place in due {
            self.deafness[place] = nil
        }
        self.arrangeListening()
        for place in due {
            self.evaluateAll(at: place, now)
        }
    }

    /// Closes what is open on an interface that is about to go.
    mutating func unlisten(on interfaceIndex: Int32) {
        for place in self.listening.keys.sorted() where place.interfaceIndex == interfaceIndex {
            self.listening[place] = nil
            self.effects.append(.unlisten(place))
        }
    }

    private mutating func evaluateAll(at place: ListeningPlace, _ now: Instant) {
        let cause = self.cause
        for index in self.instances.indices
        where self.instances[index].configuration.router.family == place.family
            && [self.instances[index].interfaceIndex, self.instances[index].ownIndex].contains(place.interfaceIndex)
        {
            self.cause = cause
            self.evaluate(index, at: now)
        }
    }

    /// Where an instance's advertisements go that go to no peer.
    func group(of configuration: InstanceConfiguration) -> IPAddress {
        if let group = configuration.multicastGroup { return group }
        switch configuration.router.family {
        case .ipv4: return .v4(self.configuration.global.multicastGroup)
        case .ipv6: return .v6(self.configuration.global.multicastGroup6)
        }
    }

    private func receiveBuffer(of configuration: InstanceConfiguration) -> Listening.ReceiveBuffer? {
        if let bytes = configuration.receiveBuffer { return Listening.ReceiveBuffer(bytes: bytes) }
        let count = self.configuration.global.receiveBufferMultiplier
        switch self.configuration.global.receiveBufferPolicy {
        case nil: return nil
        case .kernel: return Listening.ReceiveBuffer()
        case .bytes(let bytes): return Listening.ReceiveBuffer(bytes: bytes)
        case .largestPacket: return Listening.ReceiveBuffer(largestPackets: count)
        case .advertisement:
            let router = VirtualRouter(settings: configuration.router)
            let group = self.group(of: configuration)
            let header = configuration.router.family == .ipv4 ? 0 : IPv6Header.length
            let packet = router.advertisement(priority: .resign).packet(source: group, destination: group)
            return Listening.ReceiveBuffer(bytes: (packet.count + header) * count)
        }
    }
}

extension Listening.ReceiveBuffer? {
    /// Several instances at one socket: what each of them asks for, where one asks for anything.
    fileprivate static func + (left: Self, right: Self) -> Self {
        guard let left, let right else { return left ?? right }
        return Listening.ReceiveBuffer(
            bytes: left.bytes + right.bytes,
            largestPackets: left.largestPackets + right.largestPackets
        )
    }
}
