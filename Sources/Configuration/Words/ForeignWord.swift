/// Words of keepalived's other halves, which baton leaves to others.
enum ForeignWord {
    /// The feature a word of the root or of `global_defs` belongs to; nil if it is none of theirs.
    static func kind(of word: String) -> String? {
        switch word {
        case "virtual_server", "virtual_server_group", "SSL", "rs_init_notifies", "no_checker_emails",
            "smtp_alert_checker", "snmp_vs_stats_update_interval", "snmp_rs_stats_update_interval",
            "enable_snmp_checker", "enable_snmp_lvs", "net_namespace_ipvs":
            "IPVS"
        case "bfd_instance":
            "BFD"
        default:
            self.kind(ofPrefixIn: word)
        }
    }

    private static func kind(ofPrefixIn word: String) -> String? {
        // A slip in one of baton's own words is none of theirs.
        let own = [GlobalKeyword.checkerGrace, .checkerSocket].map(\.rawValue)
        if NearestWord.find(word, in: own) != nil { return nil }
        if self.ipvsPrefixes.contains(where: { word.hasPrefix($0) }) { return "IPVS" }
        return word.hasPrefix("bfd_") ? "BFD" : nil
    }

    private static let ipvsPrefixes = ["lvs_", "checker_", "nftables_ipvs"]
}
