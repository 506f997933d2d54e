import Checks
import Configuration

extension EffectiveBlock {
    /// A `vrrp_sync_group`.
    init(_ group: SyncGroupConfiguration, block: OriginBlock, global: OriginBlock) {
        var list = SettingList(block: block, global: global)
        list.add(named: "name", .string(group.name))
        list.add("group", group.members.map(JSONValue.string), in: "group", entries: group.members.map { [$0] })
        list.add(
            "sync_group_tracking_weight",
            .boolean(group.usesWeights),
            "sync_group_tracking_weight",
            "global_tracking"
        )
        list.add(
            "smtp_alert",
            .boolean(group.mailsTransitions),
            "smtp_alert",
            fallback: "smtp_alert_vrrp",
            "smtp_alert"
        )
        list.addScripts(group.notify)
        self.init(keyword: "vrrp_sync_group", name: group.name, location: block.location, settings: list.settings)
    }
}
