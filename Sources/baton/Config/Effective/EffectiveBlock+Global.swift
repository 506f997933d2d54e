import Checks
import Configuration
import VRRP

extension EffectiveBlock {
    /// `global_defs`, in the words of the file.
    init(_ global: GlobalConfiguration, origins: Origins) {
        let block = origins.block("global_defs")
        var list = SettingList(block: block, global: block)
        list.add("router_id", JSONValue(global.routerID), "router_id")
        list.add("vrrp_version", JSONValue(global.version == .v2 ? 2 : 3), "vrrp_version")
        list.add("vrrp_mcast_group4", .string(global.multicastGroup.description), "vrrp_mcast_group4")
        list.add("vrrp_mcast_group6", .string(global.multicastGroup6.description), "vrrp_mcast_group6")
        list.addReceiveBuffers(global)
        list.add("vrrp_down_timer_adverts", JSONValue(global.masterDownAdvertisements), "vrrp_down_timer_adverts")
        list.addGlobalAnnouncements(global)
        list.add("vrrp_rt_priority", JSONValue(global.realTimePriority), "vrrp_rt_priority")
        list.addGlobalReports(global)
        list.add("script_user", JSONValue(global.scriptUser?.written), "script_user")
        list.add("enable_script_security", .boolean(global.enableScriptSecurity), "enable_script_security")
        list.addProcesses(global.processes)
        list.addRootProcesses(global.processes, origins)
        list.add("reload_time_file", JSONValue(global.reload.timeFile), "reload_time_file")
        list.add("reload_repeat", .boolean(global.reload.repeatsDaily), "reload_repeat")
        list.add("reload_file", JSONValue(global.reload.markerFile), "reload_file")
        list.add("reload_check_config", JSONValue(global.reload.checkLog), "reload_check_config")
        list.addDumps(global.dumps)
        list.add("checks_dir", JSONValue(global.checksDirectories), "checks_dir")
        list.add("control_socket", .string(global.controlSocket), "control_socket")
        list.add("journal", .string(global.journal.path ?? "off"), "journal")
        list.add("journal_size", .number(Double(global.journal.size)), "journal_size")
        list.add("startup_timeout", JSONValue(global.startupTimeout), "startup_timeout")
        list.add("check_concurrency", JSONValue(global.checkConcurrency), "check_concurrency")
        list.add("checker", JSONValue(global.checkerProgram), "checker")
        list.add("checker_grace", JSONValue(global.checkerGrace), "checker_grace")
        list.add("checker_socket", JSONValue(global.checkerSocket), "checker_socket")
        list.add("notify_timeout", JSONValue(global.notifyTimeout), "notify_timeout")
        list.add("native_scripts", .boolean(global.nativeScripts), "native_scripts")
        self.init(keyword: "global_defs", name: "", location: block.location, settings: list.settings)
    }
}

extension SettingList {
    fileprivate mutating func addGlobalAnnouncements(_ global: GlobalConfiguration) {
        let settings = global.gratuitousARP
        self.add(
            "vrrp_garp_master_delay",
            JSONValue(settings.masterDelay),
            "vrrp_garp_master_delay",
            fallback: settings.origin(ofLeast: \.masterDelay)
        )
        self.add(
            "vrrp_garp_master_repeat",
            JSONValue(settings.masterRepeat),
            "vrrp_garp_master_repeat",
            fallback: settings.origin(ofLeast: \.masterRepeat)
        )
        self.add("vrrp_garp_master_refresh", JSONValue(settings.masterRefresh), "vrrp_garp_master_refresh")
        self.add(
            "vrrp_garp_master_refresh_repeat",
            JSONValue(settings.masterRefreshRepeat),
            "vrrp_garp_master_refresh_repeat"
        )
        // Where they are not written, they follow those for becoming master.
        self.add(
            "vrrp_garp_lower_prio_delay",
            JSONValue(settings.lowerPriorityDelay),
            "vrrp_garp_lower_prio_delay",
            fallback: "vrrp_garp_master_delay",
            settings.origin(ofLeast: \.lowerPriorityDelay)
        )
        self.add(
            "vrrp_garp_lower_prio_repeat",
            JSONValue(settings.lowerPriorityRepeat),
            "vrrp_garp_lower_prio_repeat",
            fallback: "vrrp_garp_master_repeat",
            settings.origin(ofLeast: \.lowerPriorityRepeat)
        )
        self.add("vrrp_garp_interval", JSONValue(global.gratuitousARPInterval), "vrrp_garp_interval")
        self.add("vrrp_gna_interval", JSONValue(global.neighborAdvertisementInterval), "vrrp_gna_interval")
    }
}

extension SettingList {
    fileprivate mutating func addDumps(_ dumps: DumpSettings) {
        self.add("json_version", JSONValue(dumps.jsonVersion), "json_version")
        self.add("state_dump_file", JSONValue(dumps.stateLocation), "state_dump_file", "state_file_location")
        self.add("stats_dump_file", JSONValue(dumps.statisticsLocation), "stats_dump_file", "stats_file_location")
        self.add("json_dump_file", JSONValue(dumps.jsonLocation), "json_dump_file", "json_file_location")
        self.add("data_use_instance", .boolean(dumps.usesInstanceName), "data_use_instance")
    }
}

extension ScriptUser {
    /// As it stands behind its word.
    var written: String { ([self.user] + (self.group.map { [$0] } ?? [])).joined(separator: " ") }
}
