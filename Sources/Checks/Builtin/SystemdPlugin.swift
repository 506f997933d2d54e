/// `systemd UNIT`
public enum SystemdPlugin {
    public static let kind = "systemd"

    public enum Option {
        public static let state = "state"
        public static let subState = "sub_state"
        public static let bus = "bus"
    }

    /// What systemd calls `ActiveState`.
    public static let states = [
        "active", "reloading", "inactive", "failed", "activating", "deactivating", "maintenance", "refreshing",
    ]

    public static let description = PluginDescription(
        kind: Self.kind,
        summary: "A unit of systemd is active.",
        argument: PluginDescription.Argument(
            name: "UNIT",
            documentation: """
                The unit's full name; without a dot, .service is appended. systemd is asked over D-Bus, without a \
                child process or a library, and tells of changes, so the check runs at once. Where there is no \
                systemd, as in most containers, nothing is known of any unit.
                """,
            type: .unitName
        ),
        options: [
            OptionDescription(
                name: Option.state,
                type: .words(1...8),
                defaultValue: "active reloading refreshing",
                documentation: """
                    The states that pass, as systemctl shows them: active, reloading, inactive, failed, activating, \
                    deactivating, maintenance, refreshing.
                    """
            ),
            OptionDescription(
                name: Option.subState,
                type: .words(1...16),
                example: #"running"#,
                documentation: "The substates that pass besides, such as running, exited, listening or mounted."
            ),
            OptionDescription(
                name: Option.bus,
                type: .path,
                example: #"/run/dbus/system_bus_socket"#,
                documentation: """
                    Socket of the system bus; without this systemd's own socket, which root may use, then \
                    /run/dbus/system_bus_socket.
                    """
            ),
        ],
        examples: [
            """
            check nginx_unit {
                systemd nginx
                interval 5
                weight   0
            }
            """,
            """
            check data_mounted {
                systemd srv-data.mount {
                    sub_state mounted
                }
                interval 5
                weight   -40
            }
            """,
        ],
        reasons: [.ok, .unitInactive, .unitMissing, .unitUnreachable],
        watches: true
    )
}
