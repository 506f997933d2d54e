import Checks
import Configuration

extension SettingList {
    /// How the processes run, in the words of `global_defs`.
    mutating func addProcesses(_ settings: ProcessSettings) {
        self.add("startup_script", Self.written(settings.startup.script), "startup_script")
        self.add("startup_script_timeout", JSONValue(settings.startup.timeout), "startup_script_timeout")
        self.add("shutdown_script", Self.written(settings.shutdown.script), "shutdown_script")
        self.add("shutdown_script_timeout", JSONValue(settings.shutdown.timeout), "shutdown_script_timeout")
        self.add("umask", .string(FileModeMask.text(settings.umask)), "umask")
        self.add("set_supplementary_groups", .boolean(settings.hasSupplementaryGroups), "set_supplementary_groups")
        self.add("process_name", JSONValue(settings.name), "process_name", "process_names")
        self.add("vrrp_process_name", JSONValue(settings.routerName), "vrrp_process_name", "process_names")
        self.add("config_save_dir", JSONValue(settings.saveFolder), "config_save_dir")
        let router = settings.router
        self.add("vrrp_priority", router.niceness.map { JSONValue($0) } ?? .null, "vrrp_priority")
        self.add("vrrp_no_swap", .boolean(router.isLocked), "vrrp_no_swap")
        self.add("vrrp_cpu_affinity", .array(router.processors.map { JSONValue($0) }), "vrrp_cpu_affinity")
        self.add(
            "vrrp_rlimit_rttime",
            router.realTimeLimit.map { JSONValue(Int($0 / .microseconds(1))) } ?? .null,
            "vrrp_rlimit_rttime",
            "vrrp_rlimit_rtime"
        )
        self.add("max_auto_priority", JSONValue(router.maximumAutomaticPriority), "max_auto_priority")
        self.add(
            "min_auto_priority_delay",
            JSONValue(Int(router.automaticPriorityDelay / .microseconds(1))),
            "min_auto_priority_delay"
        )
        self.add(router.commandBuffer, "vrrp_netlink_cmd_rcv_bufs", "vrrp_netlink_cmd_rcv_bufs_force")
        self.add(router.monitorBuffer, "vrrp_netlink_monitor_rcv_bufs", "vrrp_netlink_monitor_rcv_bufs_force")
    }

    /// The words that stand at the root of the file.
    mutating func addRootProcesses(_ settings: ProcessSettings, _ origins: Origins) {
        func add(_ word: String, _ value: JSONValue, _ written: String = "") {
            self.add(Setting(name: word, value: value, origin: origins.block(word, written).location))
        }
        let seconds = settings.childWait.map { "\($0.components.seconds)" }
        add("child_wait_time", JSONValue(settings.childWait), seconds ?? "")
        add("instance", JSONValue(settings.instance), settings.instance ?? "")
        add("use_pid_dir", .boolean(settings.usesPIDFolder))
    }

    private mutating func add(_ buffer: ReceiveBuffer, _ word: String, _ force: String) {
        self.add(word, buffer.bytes.map { JSONValue(Int($0)) } ?? .null, word)
        self.add(force, buffer.mayExceedLimit.map { .boolean($0) } ?? .null, force)
    }

    private static func written(_ script: NotifyScript?) -> JSONValue {
        script.map { .string(CommandText.quoted($0.command)) } ?? .null
    }
}
