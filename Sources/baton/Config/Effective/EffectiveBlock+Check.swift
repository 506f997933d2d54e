import Checks
import Configuration

extension EffectiveBlock {
    /// A `vrrp_script`.
    init(script: CheckDefinition, command: String, isNative: Bool, block: OriginBlock, global: OriginBlock) {
        var list = SettingList(block: block, global: global)
        list.add(named: "name", .string(script.name))
        list.add("command", .string(command), "script")
        list.add("plugin", .string(script.kind), "script")
        list.add("native", .boolean(isNative), "script", fallback: "native_scripts")
        list.addSchedule(of: script)
        list.addUser(script.user)
        list.add("init_fail", .boolean(script.initialHealth == .down), "init_fail")
        self.init(keyword: "vrrp_script", name: script.name, location: block.location, settings: list.settings)
    }

    /// A `check`, or a tracker that has become one.
    ///
    /// - Parameters:
    ///   - keyword: The word it is defined with.
    ///   - plugin: What says which of its options are secret; without it none is shown.
    init(
        check: CheckDefinition,
        keyword: String,
        plugin: PluginDescription?,
        block: OriginBlock,
        global: OriginBlock
    ) {
        let text = DefinitionText(check, plugin: plugin)
        var list = SettingList(block: block, global: global)
        list.add(named: "name", .string(check.name))
        list.add("plugin", .string(check.kind), check.kind)
        list.add("arguments", JSONValue(check.options.arguments), check.kind)
        list.add("options", JSONValue(text.options), check.kind)
        list.addSchedule(of: check)
        list.add("fast_interval", JSONValue(check.schedule.fastInterval), "fast_interval")
        list.add("down_interval", JSONValue(check.schedule.downInterval), "down_interval")
        list.add("jitter", JSONValue(check.schedule.jitter), "jitter")
        list.add("start_offset", JSONValue(check.schedule.startOffset), "start_offset")
        list.add("window", JSONValue(check.schedule.window.map { "\($0.failures)/\($0.results)" }), "window")
        list.addUser(check.user)
        list.add("on_unknown", .string(check.onUnknown.written), "on_unknown")
        list.add("init", .string(check.initialHealth.written), "init", "init_fail")
        list.add("requires", JSONValue(check.requires), "requires")
        list.add("mode", .string(check.mode.rawValue), "mode")
        list.add("scope", .string(check.scope.rawValue), "scope")
        list.add("summary", .string(check.summary), "summary")
        switch check.trackedBy {
        case .all: list.add("tracked_by", JSONValue(["all"]), "tracked_by")
        case .instances(let names): list.add("tracked_by", JSONValue(names), "tracked_by")
        }
        self.init(keyword: keyword, name: check.name, location: block.location, settings: list.settings)
    }
}

extension SettingList {
    fileprivate mutating func addSchedule(of check: CheckDefinition) {
        self.add("interval", JSONValue(check.schedule.interval), "interval")
        // Without a timeout of its own, or with 0, it is the interval that says it.
        self.add("timeout", JSONValue(check.schedule.timeout), "timeout")
        self.add("weight", JSONValue(check.weight.value), "weight")
        self.add("weight_reverse", .boolean(check.weight.reverse), "weight")
        self.add("rise", JSONValue(check.schedule.rise), "rise")
        self.add("fall", JSONValue(check.schedule.fall), "fall")
    }

    fileprivate mutating func addUser(_ user: ScriptUser?) {
        self.add("user", JSONValue(user?.user), "user", fallback: "script_user")
        self.add("group", JSONValue(user?.group), "user", fallback: "script_user")
    }
}

extension UnknownPolicy {
    fileprivate var written: String {
        switch self {
        case .fail: "fail"
        case .hold(let time): "hold \(time.seconds.short)"
        case .ignore: "ignore"
        }
    }
}

extension Health {
    /// As the results that would have led to it.
    fileprivate var written: String {
        switch self {
        case .up: "pass"
        case .down: "fail"
        case .unknown: "unknown"
        }
    }
}
