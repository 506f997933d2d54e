import Checks
import Configuration
import VRRP

extension SettingList {
    mutating func addAddresses(of instance: InstanceConfiguration) {
        func entries(_ addresses: [VirtualAddress]) -> [[String]] {
            addresses.map { ["\($0.address)/\($0.prefixLength)", "\($0.address)"] }
        }
        let (advertised, excluded) = (instance.virtualAddresses, instance.excludedAddresses)
        self.add(
            "vips",
            advertised.map { .string($0.keepalivedText) },
            in: "virtual_ipaddress",
            entries: entries(advertised)
        )
        guard !excluded.isEmpty else {
            self.add("evips", [], in: "virtual_ipaddress_excluded", entries: [])
            return
        }
        // Those of the other family, and those beyond what an advertisement holds, stand in the first block.
        self.add(
            "evips",
            excluded.map { .string($0.keepalivedText) },
            in: "virtual_ipaddress_excluded",
            "virtual_ipaddress",
            entries: entries(excluded)
        )
    }

    /// Lines of `virtual_routes` and `virtual_rules`, each of which knows its place.
    mutating func addItems(of instance: InstanceConfiguration, origins: OriginBlock) {
        let routes = instance.items.filter { if case .route = $0.kind { true } else { false } }
        let rules = instance.items.filter { if case .rule = $0.kind { true } else { false } }
        for (name, word, items) in [("vroutes", "virtual_routes", routes), ("vrules", "virtual_rules", rules)] {
            self.add(
                Setting(
                    name: name,
                    value: JSONValue(items.map(\.keepalivedText)),
                    origin: origins.location(of: [word]),
                    places: items.map(\.location)
                )
            )
        }
    }

    /// What concerns advertisements themselves; keepalived's dump has 0 and 1 here.
    mutating func addPackets(of instance: InstanceConfiguration) {
        let router = instance.router
        self.add(
            "lower_prio_no_advert",
            .bit(!router.answersLowerPriority),
            "lower_prio_no_advert",
            fallback: "vrrp_lower_prio_no_advert"
        )
        self.add(
            "higher_prio_send_advert",
            .bit(router.advertisesBeforeYielding),
            "higher_prio_send_advert",
            fallback: "vrrp_higher_prio_send_advert"
        )
        self.add(
            "owner_ignore_adverts",
            .bit(router.ownerIgnoresAdvertisements),
            "owner_ignore_adverts",
            fallback: "vrrp_owner_ignore_adverts"
        )
        self.add(
            "skip_check_adv_addr",
            .bit(instance.skipsAddressCheck),
            "skip_check_adv_addr",
            fallback: "vrrp_skip_check_adv_addr"
        )
    }

    mutating func addPeers(of instance: InstanceConfiguration) {
        self.add("unicast_src_ip", JSONValue(instance.unicast?.source?.description), "unicast_src_ip")
        let peers = instance.unicast?.peers.map(\.description) ?? []
        self.add("unicast_peers", peers.map(JSONValue.string), in: "unicast_peer", entries: peers.map { [$0] })
        self.add("track_src_ip", .bit(instance.tracksSource), "track_src_ip")
        if let unicast = instance.unicast {
            let ranges = unicast.timeToLiveRanges.map { address, range in
                (
                    address.description,
                    JSONValue.object([
                        "min_ttl": JSONValue(Int(range.lowerBound)), "max_ttl": JSONValue(Int(range.upperBound)),
                    ])
                )
            }
            if !ranges.isEmpty {
                self.add("unicast_peer_ttls", .object(Dictionary(ranges) { first, _ in first }), "unicast_peer")
            }
            self.add("unicast_ttl", JSONValue(Int(unicast.timeToLive)), "unicast_ttl")
            self.add(
                "check_unicast_src",
                .boolean(unicast.checksSource),
                "check_unicast_src",
                fallback: "vrrp_check_unicast_src"
            )
        }
    }

    /// keepalived's numbers of types; never the password.
    mutating func addAuthentication(_ authentication: Authentication) {
        switch authentication {
        case .none:
            self.add("auth_type", JSONValue(0))
        case .password:
            self.add("auth_type", JSONValue(1), "authentication")
            self.add("auth_data", .string("********"), "authentication")
        }
    }

    /// Names, and beside them what each weighs.
    ///
    /// - Parameter configuration: That of the node; a sync group tracks for its members.
    mutating func addTracking(
        of instance: InstanceConfiguration,
        in configuration: AgentConfiguration,
        origins: Origins
    ) {
        let block = origins.block("vrrp_instance", instance.name)
        let group = configuration.syncGroups.first { $0.members.contains(instance.name) }
        let groupBlock = group.map { origins.block("vrrp_sync_group", $0.name) } ?? .none
        let words = Dictionary(configuration.checks.map { ($0.name, $0.trackingWord) }) { first, _ in first }
        for word in ["track_script", "track_process", "track_file"] {
            let tracked = instance.trackedChecks.filter { words[$0.name] == word }
            let places = tracked.map { check in
                block.location(of: check.name, in: [word]) ?? groupBlock.location(of: check.name, in: [word])
                    ?? origins.block("check", check.name).location(of: ["tracked_by"])
            }
            self.addTracked(
                word,
                tracked.map { ($0.name, $0.weight) },
                origin: block.location(of: [word]) ?? places.lazy.compactMap { $0 }.first,
                places: places
            )
        }
        let interfaces = instance.trackedInterfaces
        self.addTracked(
            "track_ifp",
            interfaces.map { ($0.name, $0.weight) },
            origin: block.location(of: ["track_interface"]) ?? groupBlock.location(of: ["track_interface"]),
            places: interfaces.map {
                block.location(of: $0.name, in: ["track_interface"])
                    ?? groupBlock.location(of: $0.name, in: ["track_interface"])
            }
        )
    }

    /// The group the instance moves with; null without one.
    mutating func addSyncGroup(
        of instance: InstanceConfiguration,
        in groups: [SyncGroupConfiguration],
        origins: Origins
    ) {
        let group = groups.first { $0.members.contains(instance.name) }
        let origin = group.flatMap { origins.block("vrrp_sync_group", $0.name).location(of: ["group"]) }
        self.add(Setting(name: "sync_group", value: JSONValue(group?.name), origin: origin))
    }

    /// `NAME: [names]`, and `NAME_weights: {name: {"weight": …, "reverse": …}}`.
    mutating func addTracked(
        _ name: String,
        _ tracked: [(name: String, weight: CheckWeight)],
        origin: SourceLocation?,
        places: [SourceLocation?]
    ) {
        self.add(
            Setting(
                name: name,
                value: JSONValue(tracked.map(\.name)),
                origin: origin,
                places: places,
                remarks: tracked.map { "weight \($0.weight.value)\($0.weight.reverse ? " reverse" : "")" }
            )
        )
        let weights = tracked.map { name, weight in
            (name, JSONValue.object(["weight": JSONValue(weight.value), "reverse": .boolean(weight.reverse)]))
        }
        self.add(
            Setting(
                name: "\(name)_weights",
                value: .object(Dictionary(weights) { first, _ in first }),
                origin: origin,
                isShownElsewhere: true
            )
        )
    }

    mutating func addAnnouncements(_ settings: GratuitousARPSettings) {
        self.add(
            "garp_delay",
            JSONValue(settings.masterDelay),
            "garp_master_delay",
            fallback: "vrrp_garp_master_delay",
            settings.origin(ofLeast: \.masterDelay)
        )
        self.add(
            "garp_rep",
            JSONValue(settings.masterRepeat),
            "garp_master_repeat",
            fallback: "vrrp_garp_master_repeat",
            settings.origin(ofLeast: \.masterRepeat)
        )
        self.add(
            "garp_refresh",
            JSONValue(settings.masterRefresh),
            "garp_master_refresh",
            fallback: "vrrp_garp_master_refresh"
        )
        self.add(
            "garp_refresh_rep",
            JSONValue(settings.masterRefreshRepeat),
            "garp_master_refresh_repeat",
            fallback: "vrrp_garp_master_refresh_repeat"
        )
        self.add(
            "garp_lower_prio_delay",
            JSONValue(settings.lowerPriorityDelay),
            "garp_lower_prio_delay",
            fallback: "vrrp_garp_lower_prio_delay",
            "vrrp_garp_master_delay",
            settings.origin(ofLeast: \.lowerPriorityDelay)
        )
        self.add(
            "garp_lower_prio_rep",
            JSONValue(settings.lowerPriorityRepeat),
            "garp_lower_prio_repeat",
            fallback: "vrrp_garp_lower_prio_repeat",
            "vrrp_garp_master_repeat",
            settings.origin(ofLeast: \.lowerPriorityRepeat)
        )
    }

    /// Those that are written, as in keepalived's JSON.
    mutating func addScripts(_ notify: NotifyScripts) {
        let scripts = [
            ("script_master", "notify_master", notify.master), ("script_backup", "notify_backup", notify.backup),
            ("script_fault", "notify_fault", notify.fault), ("script_stop", "notify_stop", notify.stop),
            ("script_deleted", "notify_deleted", notify.deleted), ("script", "notify", notify.any),
            ("script_master_rx_lower_pri", "notify_master_rx_lower_pri", notify.masterReceivedLowerPriority),
        ]
        for (name, word, script) in scripts {
            guard let script else { continue }
            self.add(name, .string(CommandText.quoted(script.command)), word)
        }
    }
}

extension CheckDefinition {
    /// The block of an instance that names it.
    fileprivate var trackingWord: String {
        switch self.origin {
        case .check, .script: "track_script"
        case .trackProcess: "track_process"
        case .trackFile: "track_file"
        }
    }
}
