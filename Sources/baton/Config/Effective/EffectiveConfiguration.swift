import Checks
import Configuration

/// What a configuration amounts to: every value that counts, defaults and global words filled in, and where each was
/// written.
struct EffectiveConfiguration: Hashable {
    var global: EffectiveBlock
    /// `vrrp_script`, in the order of definition.
    var scripts: [EffectiveBlock]
    /// `check`, `vrrp_track_process` and `track_file`, in the order of definition.
    var checks: [EffectiveBlock]
    var instances: [EffectiveBlock]
    var syncGroups: [EffectiveBlock]
    /// `static_ipaddress`, `static_routes` and `static_rules`, each with its lines; those that are not written are empty.
    var statics: EffectiveBlock
    /// In the order of their names.
    var trackGroups: [EffectiveBlock]
    /// `garp_group`, in the order of the configuration.
    var announcementGroups: [EffectiveBlock]

    /// - Parameter plugins: What says which options of checks are secret.
    init(_ configuration: AgentConfiguration, origins: Origins, plugins: [PluginDescription]) {
        let global = origins.block("global_defs")
        self.global = EffectiveBlock(configuration.global, origins: origins)
        var scripts: [EffectiveBlock] = []
        var checks: [EffectiveBlock] = []
        for check in configuration.checks {
            switch check.origin {
            case .script(let command, let isNative):
                let block = origins.block("vrrp_script", check.name)
                scripts.append(
                    EffectiveBlock(script: check, command: command, isNative: isNative, block: block, global: global)
                )
            case .check, .trackProcess, .trackFile:
                let plugin = plugins.first { $0.kind == check.kind }
                let keyword = check.origin.keyword
                let block = origins.block(of: check)
                checks.append(
                    EffectiveBlock(check: check, keyword: keyword, plugin: plugin, block: block, global: global)
                )
            }
        }
        self.scripts = scripts
        self.checks = checks
        self.instances = configuration.instances.map { instance in
            EffectiveBlock(instance, of: configuration, origins: origins)
        }
        self.syncGroups = configuration.syncGroups.map { group in
            EffectiveBlock(group, block: origins.block("vrrp_sync_group", group.name), global: global)
        }
        self.statics = EffectiveBlock(statics: configuration.statics, origins: origins)
        self.trackGroups = configuration.trackGroups.sorted { $0.key < $1.key }.map { name, members in
            EffectiveBlock(trackGroup: name, members: members.sorted(), block: origins.block("track_group", name))
        }
        self.announcementGroups = configuration.global.announcementGroups.map { EffectiveBlock($0) }
    }
}
