import Checks
import Configuration
import VRRP

extension StateDump {
    mutating func addInterfaces() {
        guard !self.node.interfaces.isEmpty else { return }
        self.page.section("Interfaces")
        for interface in self.node.interfaces.values.sorted(by: { $0.index < $1.index }) { self.add(interface) }
    }

    private mutating func add(_ interface: InterfaceState) {
        let facts = self.moment.links[interface.index]
        self.page.field(.object, "Name", interface.name)
        self.page.field(.fact, "index", interface.index)
        self.addAddresses(interface.addresses.map(\.address).filter { $0.family == .ipv4 }, of: interface.name, "IPv4")
        self.addAddresses(interface.addresses.map(\.address).filter { $0.family == .ipv6 }, of: interface.name, "IPv6")
        if interface.hardwareAddress.rawValue != 0 {
            self.page.field(.fact, "MAC", interface.hardwareAddress)
            self.page.field(.fact, "MAC broadcast", MACAddress.broadcast)
        }
        // The kernel's own word, before delays and polling.
        let isUp = facts?.isUp ?? interface.isUp
        let isRunning = facts?.isRunning ?? interface.isUp
        let kind = facts?.isLoopback == true ? ", loopback" : ""
        self.page.field(.fact, "State", "\(isUp ? "" : "not ")UP, \(isRunning ? "" : "not ")RUNNING\(kind)")
        let isDelayed = self.node.unsettledLinks[interface.index] != nil
        self.page.field(.fact, "Delayed state change running", isDelayed)
        let links = self.node.configuration.global.links
        let delay = links.delays[interface.name]
        self.page.field(.fact, "Up debounce timer", "\((delay?.up ?? .zero).microsecondCount)us")
        self.page.field(.fact, "Down debounce timer", "\((delay?.down ?? .zero).microsecondCount)us")
        if let facts {
            self.page.field(.fact, "Group", facts.group)
            self.page.field(.fact, "MTU", facts.mtu)
            self.page.field(.fact, "HW Type", facts.isLoopback ? "LOOPBACK" : "ETHERNET")
        }
        self.page.line(.fact, links.probe(of: interface.name).map(Self.text) ?? "NIC netlink status update")
        self.page.list("Tracking VRRP instances :", self.followers(of: interface))
    }

    private mutating func addAddresses(_ addresses: [IPAddress], of name: String, _ family: String) {
        // What comes and goes with a master is not the interface's own.
        let own = addresses.filter { !self.node.isVirtual($0, on: name) }
        self.page.field(.fact, "\(family) address", own.first?.description ?? "(none)")
        self.page.list("Additional \(family) addresses :", own.dropFirst().map(\.description))
    }

    private static func text(_ probe: LinkProbe) -> String {
        switch probe {
        case .ethtool: "NIC support ETHTOOL GLINK interface"
        case .mii: "NIC support MII regs"
        case .automatic, .flags: "NIC ioctl refresh polling"
        }
    }

    /// Instances that stand on it, which is a fault of theirs when it goes down, and those that track it.
    private func followers(of interface: InterfaceState) -> [String] {
        self.node.instances.flatMap { instance -> [String] in
            let configuration = instance.configuration
            let stands = configuration.interface == interface.name && !configuration.ignoresOwnInterface
            let weights = configuration.trackedInterfaces.filter { $0.name == interface.name }.map(\.weight)
            return (stands && weights.isEmpty ? [.fault] : weights).map { "\(instance.name), \(Self.text($0))" }
        }
    }
}
