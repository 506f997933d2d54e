import Checks
import Configuration
import VRRP

/// `keepalived.data`: configuration and state of everything, as text for people and for programs that look for labels.
struct StateDump {
    let node: Node
    let moment: DumpMoment
    var page = DumpPage()
    /// What each tracker is, by its check's name.
    let trackers: [String: TrackerKind]

    /// The list of an instance that a check stands in, and the section that describes it.
    enum TrackerKind {
        case script
        case file
        case process

        init(_ origin: CheckDefinition.Origin) {
            switch origin {
            case .check, .script: self = .script
            case .trackFile: self = .file
            case .trackProcess: self = .process
            }
        }
    }

    init(_ node: Node, at moment: DumpMoment) {
        self.node = node
        self.moment = moment
        self.trackers = Dictionary(node.configuration.checks.map { ($0.name, TrackerKind($0.origin)) }) { first, _ in
            first
        }
        self.addStatics()
        self.addInstances()
        self.addSockets()
        self.addGroups()
        self.addTrackers()
        self.addInterfaces()
    }

    private mutating func addStatics() {
        var addresses: [String] = []
        var routes: [String] = []
        var rules: [String] = []
        for item in self.node.configuration.statics {
            switch item.kind {
            case .address(let address):
                let isSet = self.node.statics.missing[item] == nil
                addresses.append(address.keepalivedText + (isSet ? " set" : ""))
            case .route: routes.append(item.keepalivedText)
            case .rule: rules.append(item.keepalivedText)
            }
        }
        let sections = [("Static Addresses", addresses), ("Static Routes", routes), ("Static Rules", rules)]
        for (name, lines) in sections where !lines.isEmpty {
            self.page.section(name)
            for line in lines { self.page.line(.element, line) }
        }
        guard !self.node.configuration.trackGroups.isEmpty else { return }
        self.page.section("Static Track groups")
        for (name, members) in self.node.configuration.trackGroups.sorted(by: { $0.key < $1.key }) {
            self.page.field(.object, "Track group", name)
            self.page.list("VRRP member instances :", members.sorted())
        }
    }

    private mutating func addInstances() {
        guard !self.node.instances.isEmpty else { return }
        self.page.section("VRRP Topology")
        for instance in self.node.instances { self.add(instance) }
    }

    /// One socket of an interface is for all its instances, to a group and to peers, in both directions.
    private mutating func addSockets() {
        var members: [ListeningPlace: [Instance]] = [:]
        for instance in self.node.instances {
            guard let index = instance.transmitIndex else { continue }
            let place = ListeningPlace(interfaceIndex: index, family: instance.configuration.router.family)
            members[place, default: []].append(instance)
        }
        guard !members.isEmpty else { return }
        self.page.section("VRRP Sockpool")
        for (place, instances) in members.sorted(by: { $0.key < $1.key }) {
            let descriptor = self.moment.descriptors[place] ?? -1
            self.page.line(.object, "fd_in \(descriptor) fd_out = \(descriptor)")
            self.page.field(.fact, "Interface", self.node.interfaces[place.interfaceIndex]?.name ?? "(deleted)")
            self.page.field(.fact, "Family", place.family == .ipv6 ? "IPv6" : "IPv4")
            self.page.field(.fact, "Protocol", "VRRP")
            let isUnicast = instances.allSatisfy { $0.configuration.unicast != nil }
            self.page.field(.fact, "Type", isUnicast ? "Unicast" : "Multicast")
            if isUnicast, let source = instances.first?.source { self.page.field(.fact, "Address", source) }
            self.page.field(.fact, "Rx buf size", 0)
            self.page.list(
                "VRRP instances",
                instances.map { "\($0.name) vrid \($0.configuration.router.virtualRouterID.rawValue)" }
            )
        }
    }

    private mutating func addGroups() {
        guard !self.node.groups.isEmpty else { return }
        self.page.section("VRRP Sync groups")
        for group in self.node.groups {
            let members = group.members.map { self.node.instances[$0] }
            self.page.field(.object, "VRRP Sync Group", "\(group.name), \(DumpState(group.state).word)")
            let faulty = members.count { $0.dumpState == .fault }
            let waiting = members.count { $0.dumpState == .initial }
            self.page.line(.fact, "Num member fault \(faulty), num member init \(waiting)")
            self.page.list("VRRP member instances :", members.map(\.name))
            self.page.field(.fact, "Using smtp notification", "no")
            self.addScripts(group.configuration.notify)
        }
    }
}
