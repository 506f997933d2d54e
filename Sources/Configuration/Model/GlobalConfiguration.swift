package import Checks
package import VRRP

/// `global_defs`.
package struct GlobalConfiguration: Hashable, Sendable {
    /// nil = the host name.
    package var routerID: String?
    package var scriptUser: ScriptUser?
    package var enableScriptSecurity = false
    package var version: Version = .v2
    package var gratuitousARP = GratuitousARPSettings()
    /// Pause between two gratuitous ARP frames of one interface that is in no ``announcementGroups``; zero = none.
    package var gratuitousARPInterval: Duration = .zero
    /// The same between two unsolicited neighbour advertisements: `vrrp_gna_interval`.
    package var neighborAdvertisementInterval: Duration = .zero
    /// In the order of the configuration.
    package var announcementGroups: [AnnouncementGroup] = []
    /// `vrrp_down_timer_adverts`.
    package var masterDownAdvertisements = 3
    /// 1…99, 0 = off: `vrrp_rt_priority`.
    package var realTimePriority = 1
    package var multicastGroup: IPv4Address = .vrrpGroup
    package var multicastGroup6: IPv6Address = .vrrpGroup
    /// nil = as much as serves well, 1 MiB.
    package var receiveBufferPolicy: ReceiveBufferPolicy?
    /// 1 or more: `vrrp_rx_bufs_multiplier`.
    package var receiveBufferMultiplier = 3
    /// `vmac_prefix`, `vmac_addr_prefix`: what the names of virtual interfaces begin with.
    package var virtualInterfacePrefix = "vrrp"
    package var addressInterfacePrefix = "vrrp"
    package var filter = FilterSettings()
    /// The kernel reports no membership of groups 224.0.0.x while the agent runs: `disable_local_igmp`.
    package var disableLocalIGMP = false

    package var links = LinkConfiguration()
    package var reload = ReloadSettings()
    package var processes = ProcessSettings()
    /// `vrrp_startup_delay`: no instance competes before; zero = none.
    package var startupDelay: Duration = .zero
    /// `vrrp_delay_after_boot`: the same, counted from the boot of the host.
    package var delayAfterBoot: Duration = .zero
    /// Whether an advertisement of a VRID that no instance here has is logged; it is counted in any case.
    package var logsUnknownIDs = false
    /// `notify_fifo` and `vrrp_notify_fifo`.
    package var notifyFIFOs: [NotifyFIFO] = []
    /// `fifo_write_vrrp_states_on_reload`.
    package var repeatsStatesOnReload = false
    /// nil = nobody is written to.
    package var mail: MailSettings?
    package var dumps = DumpSettings()

    // baton's own words.

    /// Folders whose `*.conf` files are read as well.
    package var checksDirectories: [String] = []
    package var controlSocket = GlobalConfiguration.defaultControlSocket
    package var journal = JournalSettings()
    /// How long instances wait for the first results of their checks.
    package var startupTimeout: Duration = .seconds(10)
    /// How long health holds while the checker restarts.
    package var checkerGrace: Duration = .seconds(5)
    /// Whether recognised script spellings run without a fork.
    package var nativeScripts = true
    /// Runs of checks that may be under way at a time where they start a child process: `check_concurrency`.
    package var checkConcurrency = 64
    /// The checker to run instead of the one beside `batond`: `checker`.
    package var checkerProgram: String?
    /// Where the checker listens for `baton check push`: `checker_socket`; nil = ``controlSocket`` with `.checker`
    /// behind it.
    package var checkerSocket: String?
    /// How long a notify script may run.
    package var notifyTimeout: Duration = .seconds(30)

    package static let defaultControlSocket = "/run/baton/control.sock"

    package init() {}
}
