import Checks
import Configuration
import Failover
import Testing
import VRRP

@Suite("Interfaces of a virtual router's own, and what goes with them")
struct VirtualInterfaceTests {
    static let own: Int32 = 9
    static let hardwareAddress = MACAddress.virtualRouter(Bench.identifier(51))

    static func instance(_ change: (inout InstanceConfiguration) -> Void = { _ in }) -> InstanceConfiguration {
        Bench.instance { instance in
            instance.virtualInterface = VirtualInterface(
                name: "vrrp.51",
                link: "eth0",
                kind: .macvlan(Self.hardwareAddress)
            )
            instance.virtualAddresses = [VirtualAddress(address: Bench.virtual, prefixLength: 24, device: "vrrp.51")]
            change(&instance)
        }
    }

    static func appear(in bench: inout Bench, index: Int32 = own, isUp: Bool = true) -> [Effect] {
        bench.handle(.link(name: "vrrp.51", index: index, isUp: isUp, hardwareAddress: Self.hardwareAddress))
    }

    /// A node whose interface was made when it learned of the others, as the router does it.
    static func started(_ configuration: AgentConfiguration) -> Bench {
        var bench = Bench(configuration)
        let effects = bench.handle(.interfaces(Bench.interfaces()))
        #expect(effects.made == ["vrrp.51"])
        _ = Self.appear(in: &bench, isUp: false)
        _ = Self.appear(in: &bench)
        _ = bench.handle(.checkerStarted)
        _ = bench.handle(.start)
        return bench
    }

    static func master(_ change: (inout InstanceConfiguration) -> Void = { _ in }) -> Bench {
        var bench = Self.started(Bench.configuration([Self.instance(change)]))
        let effects = bench.advance(.seconds(4))
        #expect(effects.contains(.forward(interface: "vrrp.51", as: "eth0")))
        return bench
    }

    @Test("the order for a macvlan: where, and what it needs before it is switched on")
    func order() throws {
        var bench = Bench(Bench.configuration([Self.instance()]))
        let effects = bench.handle(.interfaces(Bench.interfaces()))
        let order = try #require(effects.orders.first)
        #expect(order.linkIndex == Bench.eth0)
        let settings = order.settings.map { setting in
            "\(setting.name.split(separator: "/").suffix(2).joined(separator: "/")) \(setting.value)"
        }
        #expect(
            settings == [
                "vrrp.51/arp_ignore 1", "vrrp.51/arp_announce 2", "vrrp.51/rp_filter 2",
                "vrrp.51/promote_secondaries 1", "vrrp.51/forwarding 0", "vrrp.51/addr_gen_mode 1",
                "vrrp.51/autoconf 0", "vrrp.51/accept_ra 0", "vrrp.51/router_solicitations 0", "vrrp.51/forwarding 0",
            ]
        )
        #expect(effects.settings == ["net/ipv4/conf/eth0/arp_announce 2", "net/ipv4/conf/eth0/arp_ignore 1"])
    }

    @Test("a master advertises and announces from there, with addresses there, and hears both interfaces")
    func traffic() {
        var bench = Self.started(Bench.configuration([Self.instance()]))
        let effects = bench.advance(.seconds(4))
        #expect(bench.state == .master)
        for case .transmit(let transmission) in effects { #expect(transmission.interfaceIndex == Self.own) }
        for case .addAddresses(let addresses, _) in effects { #expect(addresses.map(\.interfaceIndex) == [Self.own]) }
        for case .announce(let frames, _) in effects {
            #expect(frames.allSatisfy { $0.interfaceIndex == Self.own })
            #expect(frames.allSatisfy { $0.frame[6..<12] == Self.hardwareAddress.bytes[...] })
        }
        #expect(effects.advertised.first == 150)
        // From a peer with the virtual hardware address, and from one with its own.
        for index in [Self.own, Bench.eth0] {
            _ = bench.handle(.datagram(Bench.packet(priority: 200), index: index))
            #expect(bench.state == .backup)
            _ = bench.advance(.seconds(5))
            #expect(bench.state == .master)
        }
    }

    @Test("pauses between announcements are those of the interface below, which is where the switch hears them")
    func pace() {
        var group = AnnouncementGroup(location: .init(file: "test.conf", line: 1, column: 1))
        group.interfaces = ["eth0"]
        group.gratuitousARPInterval = .milliseconds(20)
        for groups in [[], [group]] {
            let configuration = Bench.configuration([Self.instance()]) {
                $0.announcementGroups = groups
                $0.gratuitousARPInterval = .milliseconds(5)
            }
            var bench = Self.started(configuration)
            let place: Announcement.Lane.Place = groups.isEmpty ? .interface(Bench.eth0) : .group(0)
            var paces: Set<Announcement.Pace?> = []
            for case .announce(let frames, _) in bench.advance(.seconds(4)) { paces.formUnion(frames.map(\.pace)) }
            let interval: Duration = groups.isEmpty ? .milliseconds(5) : .milliseconds(20)
            #expect(paces == [Announcement.Pace(lane: .init(place, .gratuitousARP), interval: interval)])
        }
    }

    @Test("vmac_xmit_base and unicast: advertisements leave from the interface itself")
    func base() {
        for change in [
            { (instance: inout InstanceConfiguration) in instance.transmitsFromBase = true },
            { (instance: inout InstanceConfiguration) in
                instance.unicast = InstanceConfiguration.Unicast(source: Bench.own, peers: [Bench.peer])
            },
        ] {
            var bench = Self.started(Bench.configuration([Self.instance(change)]))
            let effects = bench.advance(.seconds(4))
            #expect(!effects.advertised.isEmpty)
            for case .transmit(let transmission) in effects { #expect(transmission.interfaceIndex == Bench.eth0) }
        }
    }

    @Test("case 29: while it is down the instance does not compete; up is a start")
    func startsDown() {
        var bench = Self.master()
        _ = Self.appear(in: &bench, isUp: false)
        let effects = bench.advance(.milliseconds(30))
        #expect(bench.state == .fault)
        #expect(effects.changes.contains(.faultBegan([.interfaceDown("vrrp.51")])))
        _ = Self.appear(in: &bench)
        #expect(bench.state == .backup)
    }

    @Test("case 121: removed by somebody else, it is made again, and the master stays master")
    func removed() {
        var bench = Self.master()
        _ = Self.appear(in: &bench, isUp: false)
        // The kernel takes the address first; nobody tries to set it where it cannot stand any more.
        let address = AssignedAddress(address: Bench.virtual, prefixLength: 24)
        _ = bench.handle(.addressRemoved(address, index: Self.own))
        #expect(bench.advance(.milliseconds(5)).added == [])
        var effects = bench.handle(.linkRemoved(index: Self.own))
        #expect(effects.made == ["vrrp.51"])
        #expect(bench.state == .master)
        #expect(Self.appear(in: &bench, index: 10, isUp: false).added.isEmpty, "announcements would be lost")
        effects = Self.appear(in: &bench, index: 10)
        #expect(effects.added == ["172.20.128.4/24"])
        #expect(effects.contains(.forward(interface: "vrrp.51", as: "eth0")))
        effects = bench.advance(.seconds(1))
        #expect(effects.advertised.first == 150)
        // Not for ever, if somebody insists.
        for index in Int32(10)...30 {
            _ = bench.handle(.linkRemoved(index: index))
            _ = Self.appear(in: &bench, index: index + 1)
        }
        #expect(bench.state == .fault)
    }

    @Test("one that cannot be made is a fault, and tried again")
    func refused() {
        var bench = Bench(Bench.configuration([Self.instance()]))
        _ = bench.handle(.interfaces(Bench.interfaces()))
        _ = bench.handle(.interfaceRefused(name: "vrrp.51", reason: "no room"))
        _ = bench.handle(.start)
        #expect(bench.state == .fault)
        for _ in 0..<3 {
            let effects = bench.advance(.seconds(10))
            #expect(effects.made == ["vrrp.51"])
            // Nothing is told while it is the same fault.
            let told = effects.changes + bench.handle(.interfaceRefused(name: "vrrp.51", reason: "no room")).changes
            #expect(told.isEmpty, "\(told)")
            #expect(bench.state == .fault)
        }
        #expect(bench.advance(.seconds(10)).made == ["vrrp.51"])
        #expect(bench.state == .fault)
        _ = Self.appear(in: &bench)
        #expect(bench.state == .backup)
    }

    @Test("a stop takes everything back, after the addresses")
    func stop() throws {
        var bench = Self.master { $0.acceptsTraffic = false }
        let changed = ChangedSetting(name: "net/ipv4/conf/eth0/arp_ignore", original: 0, value: 1)
        _ = bench.handle(.settingChanged(changed))
        _ = bench.handle(.stop)
        let effects = bench.advance(.seconds(10))
        let removal = try #require(effects.firstIndex(of: .removeInterface(name: "vrrp.51", index: Self.own)))
        let addresses = try #require(effects.firstIndex { if case .removeAddresses = $0 { true } else { false } })
        #expect(addresses < removal)
        #expect(effects.contains(.restoreSetting(changed)))
        #expect(effects.contains(.filter(PacketFilter(settings: FilterSettings(), blocked: []))))
        #expect(effects.last == .stopped)
    }

    @Test("a reload without use_vmac takes interface and settings back, one with it makes them")
    func reload() {
        var bench = Self.master()
        let changed = ChangedSetting(name: "net/ipv4/conf/eth0/arp_ignore", original: 0, value: 1)
        _ = bench.handle(.settingChanged(changed))
        var effects = bench.handle(.reload(Bench.configuration([Bench.instance()]), generation: 2))
        #expect(effects.contains(.removeInterface(name: "vrrp.51", index: Self.own)))
        #expect(effects.contains(.restoreSetting(changed)))
        #expect(effects.added == ["172.20.128.4/24"])
        _ = bench.handle(.linkRemoved(index: Self.own))
        effects = bench.handle(.reload(Bench.configuration([Self.instance()]), generation: 3))
        #expect(effects.made == ["vrrp.51"])
        #expect(effects.removed == ["172.20.128.4/24"])
        #expect(bench.state == .master)
        #expect(Self.appear(in: &bench).added == ["172.20.128.4/24"])
    }

    @Test("a successor takes over what is there and knows what to put back")
    func restart() throws {
        var bench = Self.master()
        let changed = ChangedSetting(name: "net/ipv4/conf/eth0/arp_ignore", original: 0, value: 1)
        _ = bench.handle(.settingChanged(changed))
        let bytes = bench.node.snapshot.encoded()
        var second = Bench(Bench.configuration([Self.instance()]))
        second.node.restore(try NodeSnapshot(decoding: bytes), at: second.now)
        let own = InterfaceState(
            name: "vrrp.51",
            index: Self.own,
            isUp: true,
            hardwareAddress: Self.hardwareAddress,
            addresses: [AssignedAddress(address: Bench.virtual, prefixLength: 24)]
        )
        var effects = second.handle(.interfaces(Bench.interfaces() + [own]))
        #expect(effects.made == [])
        // That it was changed once does not say that it still is.
        #expect(effects.settings == ["net/ipv4/conf/eth0/arp_announce 2", "net/ipv4/conf/eth0/arp_ignore 1"])
        effects = second.handle(.start)
        #expect(second.state == .master)
        #expect(effects.removed == [])
        effects = second.handle(.stopNow)
        #expect(effects.contains(.restoreSetting(changed)))
        #expect(effects.contains(.removeInterface(name: "vrrp.51", index: Self.own)))
    }

    @Test("what a killed agent of another configuration made goes first, with its addresses, and nothing else does")
    func leftovers() {
        var changes = HostChanges()
        changes.interfaces = [MadeInterface(name: "vip0", index: 7), MadeInterface(name: "vip1", index: 8)]
        changes.tables = ["vips"]
        let foreign = InterfaceState(name: "vip1", index: 12, isUp: true, hardwareAddress: Self.hardwareAddress)
        let left = InterfaceState(name: "vip0", index: 7, isUp: true, hardwareAddress: Self.hardwareAddress)
        var bench = Bench(Bench.configuration([Self.instance()]))
        bench.node.adopt(changes)
        #expect(bench.node.changes == changes)
        let effects = bench.handle(.interfaces(Bench.interfaces() + [left, foreign]))
        let removal = effects.firstIndex(of: .removeInterface(name: "vip0", index: 7))
        let making = effects.firstIndex { if case .makeInterface = $0 { true } else { false } }
        #expect(removal.map { $0 < (making ?? 0) } == true)
        #expect(effects.count { if case .removeInterface = $0 { true } else { false } } == 1)
        #expect(effects.filters.map { "\($0.settings.table) \($0.blocked.count)" } == ["vips 0"])
        #expect(bench.node.changes == HostChanges())
        _ = Self.appear(in: &bench)
        #expect(bench.node.changes.interfaces == [MadeInterface(name: "vrrp.51", index: Self.own)])
    }

    @Test("rules follow the configuration; a table of the same name that is not this agent's is left alone")
    func filter() {
        let refusing = Bench.instance { $0.acceptsTraffic = false }
        var bench = Bench(Bench.configuration([Bench.instance()]))
        #expect(bench.handle(.interfaces(Bench.interfaces())).filters.isEmpty)
        _ = bench.handle(.start)
        var effects = bench.handle(.reload(Bench.configuration([refusing]), generation: 2))
        #expect(effects.filters.map(\.blocked) == [[Bench.virtual]])
        #expect(bench.node.changes.tables == ["baton"])
        effects = bench.handle(.filterRefused(reason: "no"))
        #expect(effects.changes == [.filterRefused("no")])
        let renamed = Bench.configuration([refusing]) { $0.filter.table = "vips" }
        effects = bench.handle(.reload(renamed, generation: 3))
        #expect(effects.filters.map { "\($0.settings.table) \($0.blocked.count)" } == ["baton 0", "vips 1"])
        effects = bench.handle(.reload(renamed, generation: 4))
        #expect(effects.filters.isEmpty)
    }

    @Test("settings of the host as long as somebody wants them")
    func settings() {
        let configuration = Bench.configuration([Bench.instance { $0.promotesSecondaries = true }]) {
            $0.disableLocalIGMP = true
        }
        var bench = Bench(configuration)
        #expect(
            bench.handle(.interfaces(Bench.interfaces())).settings == [
                "net/ipv4/conf/eth0/promote_secondaries 1", "net/ipv4/igmp_link_local_mcast_reports 0",
            ]
        )
        _ = bench.handle(.start)
        let changed = ChangedSetting(name: "net/ipv4/igmp_link_local_mcast_reports", original: 1, value: 0)
        _ = bench.handle(.settingChanged(changed))
        let effects = bench.handle(.reload(Bench.configuration([Bench.instance()]), generation: 2))
        #expect(effects.contains(.restoreSetting(changed)))
    }
}

extension [Effect] {
    fileprivate var orders: [InterfaceOrder] {
        self.compactMap { if case .makeInterface(let order) = $0 { order } else { nil } }
    }

    fileprivate var made: [String] { self.orders.map(\.interface.name) }

    fileprivate var settings: [String] {
        self.compactMap { if case .changeSetting(let setting) = $0 { "\(setting.name) \(setting.value)" } else { nil } }
    }

    fileprivate var filters: [PacketFilter] {
        self.compactMap { if case .filter(let filter) = $0 { filter } else { nil } }
    }
}
