import Checks
import Configuration
import VRRP

extension EffectiveBlock {
    /// A `vrrp_instance` under the names of keepalived's JSON.
    init(_ instance: InstanceConfiguration, of configuration: AgentConfiguration, origins: Origins) {
        let block = origins.block("vrrp_instance", instance.name)
        let router = instance.router
        var list = SettingList(block: block, global: origins.block("global_defs"))
        list.add(named: "iname", .string(instance.name))
        list.add("ifp_ifname", .string(instance.interface), "interface")
        list.add("state", .string(instance.startsAsMaster ? "MASTER" : "BACKUP"), "state")
        list.add("vrid", JSONValue(Int(router.virtualRouterID.rawValue)), "virtual_router_id")
        list.add(
            "family",
            .string(router.family.description),
            "native_ipv6",
            "virtual_ipaddress",
            "unicast_src_ip",
            "unicast_peer",
            "mcast_src_ip"
        )
        // keepalived: IPv6 is version 3 whatever global_defs says of IPv4.
        let version = JSONValue(router.version == .v2 ? 2 : 3)
        switch router.family {
        case .ipv4: list.add("version", version, "version", fallback: "vrrp_version")
        case .ipv6: list.add("version", version, "version", fallback: "vrrp_strict")
        }
        // Without a priority, it is the state that makes it 255.
        let priority = JSONValue(Int(router.basePriority.rawValue))
        if !block.contains("priority"), instance.startsAsMaster {
            list.add("base_priority", priority, "state")
        } else {
            list.add("base_priority", priority, "priority")
        }
        list.add("adver_int", JSONValue(router.advertisementInterval.duration), "advert_int")
        list.add("nopreempt", .boolean(!router.preempt), "nopreempt", "preempt")
        list.add("preempt_delay", JSONValue(router.preemptDelay), "preempt_delay")
        list.add("fast_preempt", .boolean(router.fastPreempt), "fast_preempt")
        list.addMoveDamping(instance.moveDamping)
        list.add(
            "down_timer_adverts",
            JSONValue(router.masterDownAdvertisements),
            "down_timer_adverts",
            fallback: "vrrp_down_timer_adverts"
        )
        list.add("dont_track_primary", .bit(instance.ignoresOwnInterface), "dont_track_primary")
        list.addPackets(of: instance)
        list.addAddresses(of: instance)
        list.addItems(of: instance, origins: block)
        list.addPeers(of: instance)
        if instance.unicast == nil { list.addGroup(of: instance, in: configuration.global) }
        list.add("kernel_rx_buf_size", instance.receiveBuffer.map { JSONValue($0) } ?? .null, "kernel_rx_buf_size")
        list.addAuthentication(router.authentication)
        list.addMessageAuthentication(router.messageAuthentication, origins: block)
        list.addSyncGroup(of: instance, in: configuration.syncGroups, origins: origins)
        list.addTracking(of: instance, in: configuration, origins: origins)
        list.addAnnouncements(router.gratuitousARP)
        list.addReports(of: instance, in: configuration.syncGroups, origins: origins)
        list.addGuards(of: instance)
        list.addScripts(instance.notify)
        self.init(
            keyword: "vrrp_instance",
            name: instance.name,
            location: block.location,
            settings: list.settings(of: instance, origins: origins)
        )
    }
}
