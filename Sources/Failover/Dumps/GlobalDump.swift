package import Configuration
import Checks
import VRRP

/// `global_defs` as keepalived's dumps show it, and all there is in `keepalived_parent.data`.
package struct GlobalDump {
    package var text: String { self.page.text }
    private var page = DumpPage()

    package init(_ global: GlobalConfiguration, _ moment: DumpMoment) {
        self.page.section("Global definitions")
        self.add(global, moment)
        self.addReports(global, moment)
        self.addAnnouncements(global)
        self.addHost(global)
        let user = global.scriptUser.map(Self.names) ?? "\(moment.userID):\(moment.groupID)"
        self.page.line(.object, "Script security \(global.enableScriptSecurity ? "enabled" : "disabled")")
        self.page.line(.object, "Default script uid:gid \(user)")
        self.addDumps(global.dumps)
        self.page.field(.object, "Version", "batond \(moment.version)")
    }

    private mutating func add(_ global: GlobalConfiguration, _ moment: DumpMoment) {
        self.page.field(.object, "Network namespace", global.links.networkNamespace ?? "(default)")
        if let instance = global.processes.instance { self.page.field(.object, "Instance name", instance) }
        self.page.field(.object, "Router ID", global.routerID ?? moment.hostName)
        guard let mail = global.mail else { return }
        self.page.field(.object, "Smtp server", mail.server)
        self.page.field(.object, "Smtp server port", mail.port)
        if let greeting = mail.greeting { self.page.field(.object, "Smtp HELO name", greeting) }
        self.page.field(.object, "Smtp server connection timeout", mail.connectTimeout.components.seconds)
        self.page.field(.object, "Email notification from", mail.sender?.written ?? "keepalived@\(moment.hostName)")
        self.page.line(.object, "Email notification to:")
        for recipient in mail.recipients { self.page.line(.fact, recipient.written) }
        if mail.leavesOutFaults { self.page.field(.object, "Send emails for fault transitions", "off") }
    }

    private mutating func addReports(_ global: GlobalConfiguration, _ moment: DumpMoment) {
        for fifo in global.notifyFIFOs {
            let owner = fifo.owner.map(Self.names) ?? "\(moment.userID):\(moment.groupID)"
            self.page.field(.object, "VRRP notify fifo", "\(fifo.path), uid:gid \(owner)")
            if let reader = fifo.reader {
                let user = reader.user.map(Self.names) ?? "\(moment.userID):\(moment.groupID)"
                let command = CommandText.quoted(reader.command)
                self.page.field(.object, "VRRP notify fifo script", "\(command), uid:gid \(user)")
            }
        }
        self.page.field(.object, "FIFO write vrrp states on reload", global.repeatsStatesOnReload)
    }

    private mutating func addAnnouncements(_ global: GlobalConfiguration) {
        let settings = global.gratuitousARP
        self.page.field(.object, "VRRP IPv4 mcast group", global.multicastGroup)
        self.page.field(.object, "VRRP IPv6 mcast group", global.multicastGroup6)
        self.page.field(.object, "Gratuitous ARP delay", settings.masterDelay.components.seconds)
        self.page.field(.object, "Gratuitous ARP repeat", settings.masterRepeat)
        self.page.field(.object, "Gratuitous ARP refresh timer", settings.masterRefresh.components.seconds)
        self.page.field(.object, "Gratuitous ARP refresh repeat", settings.masterRefreshRepeat)
        self.page.field(
            .object,
            "Gratuitous ARP lower priority delay",
            settings.lowerPriorityDelay.components.seconds
        )
        self.page.field(.object, "Gratuitous ARP lower priority repeat", settings.lowerPriorityRepeat)
        self.page.field(.object, "Num adverts before down", global.masterDownAdvertisements)
        if let extra = settings.extraInterfaces {
            let kind = extra.includesOrdinary ? "i/f" : "VMAC"
            let seconds = extra.interval.components.seconds
            self.page.field(.object, "Gratuitous ARP for each secondary \(kind)", "\(seconds)s")
        }
        self.page.field(.object, "Gratuitous ARP interval", global.gratuitousARPInterval.microsecondText)
        self.page.field(
            .object,
            "Gratuitous NA interval",
            global.neighborAdvertisementInterval.microsecondText
        )
        self.page.field(.object, "VRRP default protocol version", global.version.rawValue)
    }

    private mutating func addHost(_ global: GlobalConfiguration) {
        self.page.field(.object, "Dynamic interfaces", global.links.mayBeMissing)
        self.page.field(.object, "Default interface", global.links.defaultInterface)
        self.page.field(.object, "Disable local IGMP", global.disableLocalIGMP ? "yes" : "no")
        self.page.field(.object, "nftables table name", global.filter.table)
        self.page.field(.object, "nftables base chain priority", global.filter.priority)
        let index = global.filter.matchesIndex ? "" : "don't "
        self.page.line(.object, "nftables \(index)force use ifindex for link local IPv6")
        self.page.line(.object, "nftables with\(global.filter.hasCounters ? "" : "out") counters")
        self.page.field(.object, "VRRP realtime priority", global.realTimePriority)
        if global.startupDelay > .zero {
            self.page.field(.object, "vrrp_startup_delay", global.startupDelay.decimalText)
        }
        if global.logsUnknownIDs { self.page.line(.object, "log_unknown_vrids") }
        self.page.field(.object, "VMAC prefix", global.virtualInterfacePrefix)
        self.page.field(.object, "VMAC address prefix", global.addressInterfacePrefix)
    }

    private mutating func addDumps(_ dumps: DumpSettings) {
        if dumps.usesInstanceName { self.page.line(.object, "Use instance name in data dumps") }
        self.page.line(.object, "json_version \(dumps.jsonVersion)")
        if let file = dumps.stateLocation { self.page.line(.object, "state dump file \(file)") }
        if let file = dumps.statisticsLocation { self.page.line(.object, "stats dump file \(file)") }
        if let file = dumps.jsonLocation { self.page.line(.object, "json dump file \(file)") }
    }

    /// By name, but for root: to find the numbers of others the user database would have to be read.
    static func names(_ user: ScriptUser) -> String {
        [user.user, user.group ?? user.user].map { $0 == "root" ? "0" : $0 }.joined(separator: ":")
    }
}
