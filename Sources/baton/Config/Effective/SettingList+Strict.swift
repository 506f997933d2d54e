import Checks
import Configuration

extension SettingList {
    /// The settings of an instance, with strict mode as the origin of those it forces.
    func settings(of instance: InstanceConfiguration, origins: Origins) -> [Setting] {
        guard instance.isStrict else { return self.settings }
        let block = origins.block("vrrp_instance", instance.name)
        let origin =
            block.location(of: ["strict_mode"]) ?? origins.block("global_defs").location(of: ["vrrp_strict"])
        return self.settings.map { setting in
            guard Self.forced.contains(setting.name) else { return setting }
            // What strict mode only takes away has no other origin where nobody wrote it.
            if Self.removed[setting.name].map({ !block.contains($0) }) == true { return setting }
            return Setting(name: setting.name, value: setting.value, origin: origin)
        }
    }

    private static let forced: Set<String> = [
        "state", "preempt_delay", "down_timer_adverts", "garp_lower_prio_delay", "garp_lower_prio_rep",
        "lower_prio_no_advert", "higher_prio_send_advert", "owner_ignore_adverts", "auth_type",
    ]

    /// The words without which they are as anywhere.
    private static let removed = ["auth_type": "authentication", "preempt_delay": "preempt_delay"]
}
