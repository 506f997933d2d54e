/// A feature of keepalived that baton leaves to others: its words are known, skipped and reported once a file.
package enum ForeignFeature: String, CaseIterable, Sendable {
    case virtualServers = "IPVS"
    case bidirectionalForwardingDetection = "BFD"
    case networkManagement = "SNMP"
    case messageBus = "D-Bus"
    case processEvents = "process events"

    /// Why it is not here, and what there is instead.
    package var reason: String {
        switch self {
        case .virtualServers: "load balancing in the kernel is no part of VRRP; run haproxy, nginx or ipvsadm beside it"
        case .bidirectionalForwardingDetection:
            "a protocol of its own; `ping`, `tcp` and intervals below a second notice a lost neighbour as fast"
        case .networkManagement:
            "AgentX needs an agent beside; `baton status --json` and `baton check run --format prometheus` tell the same"
        case .processEvents:
            "processes are watched one by one, through descriptors of the kernel that nothing can overrun"
        case .messageBus: "the control socket and `baton status --json` tell the state; nothing needs a bus to be there"
        }
    }

    /// Its words in every block, in the order of the documentation.
    package var words: [String] {
        switch self {
        case .virtualServers:
            [
                "virtual_server", "virtual_server_group", "SSL", "net_namespace_ipvs", "rs_init_notifies",
                "no_checker_emails", "smtp_alert_checker", "snmp_vs_stats_update_interval",
                "snmp_rs_stats_update_interval", "lvs_sync_daemon_interface",
            ]
        case .bidirectionalForwardingDetection: ["bfd_instance", "track_bfd"]
        case .networkManagement:
            [
                "snmp_socket", "enable_traps", "enable_snmp_vrrp", "enable_snmp_keepalived", "enable_snmp_checker",
                "enable_snmp_lvs", "enable_snmp_rfc", "enable_snmp_rfcv2", "enable_snmp_rfcv3",
            ]
        case .processEvents: ["process_monitor_rcv_bufs", "process_monitor_rcv_bufs_force"]
        case .messageBus: ["enable_dbus", "dbus_service_name", "dbus_no_interface_name"]
        }
    }

    /// How all its other words begin.
    package var prefixes: [String] {
        switch self {
        case .virtualServers: ["lvs_", "checker_", "nftables_ipvs"]
        case .bidirectionalForwardingDetection: ["bfd_"]
        case .networkManagement, .messageBus, .processEvents: []
        }
    }

    /// The feature a word belongs to; nil if it is none of theirs.
    init?(word: String) {
        if let feature = Self.allCases.first(where: { $0.words.contains(word) }) {
            self = feature
            return
        }
        // A slip in one of baton's own words is none of theirs.
        let own = [GlobalKeyword.checkerGrace, .checkerSocket].map(\.rawValue)
        guard let feature = Self.allCases.first(where: { $0.prefixes.contains(where: word.hasPrefix) }),
            NearestWord.find(word, in: own) == nil
        else { return nil }
        self = feature
    }
}
