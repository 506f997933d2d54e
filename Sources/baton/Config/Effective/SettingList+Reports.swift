import Checks
import Configuration
import VRRP

extension SettingList {
    /// `auth_hmac`: how, and the identifiers of the keys; never a key.
    mutating func addMessageAuthentication(_ authentication: MessageAuthentication?, origins: OriginBlock) {
        guard let authentication else { return }
        func origin(_ word: String) -> SourceLocation? { origins.location(of: word, in: ["auth_hmac"]) }
        let identifiers = authentication.keys.map { JSONValue(Int($0.identifier)) }
        var settings = [
            Setting(name: "auth_hmac_mode", value: .string(authentication.mode.rawValue), origin: origin("mode")),
            Setting(name: "auth_hmac_keys", value: .array(identifiers), origin: origin("key")),
            Setting(
                name: "auth_hmac_active_key",
                value: JSONValue(Int(authentication.activeKey.identifier)),
                origin: origin("active_key")
            ),
        ]
        switch authentication.antiReplay {
        case .time(let window):
            settings += [
                Setting(name: "auth_hmac_anti_replay", value: .string("time"), origin: origin("anti_replay")),
                Setting(name: "auth_hmac_time_window", value: JSONValue(window), origin: origin("time_window")),
            ]
        case .monotonic:
            settings.append(
                Setting(name: "auth_hmac_anti_replay", value: .string("monotonic"), origin: origin("anti_replay"))
            )
        }
        for setting in settings { self.add(setting) }
    }

    /// Who is told beside the scripts.
    mutating func addReports(
        of instance: InstanceConfiguration,
        in groups: [SyncGroupConfiguration],
        origins: Origins
    ) {
        self.add(
            "smtp_alert",
            .boolean(instance.mailsTransitions),
            "smtp_alert",
            fallback: "smtp_alert_vrrp",
            "smtp_alert"
        )
        let word = "notify_priority_changes"
        let group = groups.first { $0.members.contains(instance.name) }
        let own = origins.block("vrrp_instance", instance.name).location(of: [word])
        let origin =
            own ?? group.flatMap { origins.block("vrrp_sync_group", $0.name).location(of: [word]) }
            ?? origins.block("global_defs").location(of: ["vrrp_notify_priority_changes"])
        self.add(Setting(name: word, value: .boolean(instance.tellsPriorityChanges), origin: origin))
    }

    /// FIFOs and mail of `global_defs`; only what is in use.
    mutating func addGlobalReports(_ global: GlobalConfiguration) {
        self.add(
            "notify_fifos",
            JSONValue(global.notifyFIFOs.map(\.path)),
            "notify_fifo",
            "vrrp_notify_fifo"
        )
        guard let mail = global.mail else { return }
        self.add(
            "notification_email",
            JSONValue(mail.recipients.map(\.written)),
            "notification_email"
        )
        self.add("notification_email_from", JSONValue(mail.sender?.written), "notification_email_from")
        self.add("smtp_server", .string("\(mail.server) \(mail.port)"), "smtp_server")
        self.add("smtp_helo_name", JSONValue(mail.greeting), "smtp_helo_name")
        self.add("smtp_connect_timeout", JSONValue(mail.connectTimeout), "smtp_connect_timeout")
        self.add("no_email_faults", .boolean(mail.leavesOutFaults), "no_email_faults")
    }
}
