/// How the kernel treats the router's process.
package struct RouterProcessSettings: Hashable, Sendable {
    /// -20…19: `vrrp_priority`; nil = as it was started.
    package var niceness: Int?
    /// Whether its memory stays in memory: `vrrp_no_swap`. Unlike keepalived's it does without being asked.
    package var isLocked = true
    /// The processors it may run on: `vrrp_cpu_affinity`; empty = all.
    package var processors: [Int] = []
    /// How long it may compute without waiting while it has real-time priority: `vrrp_rlimit_rttime`; nil = for ever.
    package var realTimeLimit: Duration?
    /// How high its real-time priority may rise by itself when a timer is late, 0 = not at all: `max_auto_priority`.
    package var maximumAutomaticPriority = 0
    /// How late a timer must be for that: `min_auto_priority_delay`.
    package var automaticPriorityDelay: Duration = .seconds(1)
    /// `vrrp_netlink_cmd_rcv_bufs`.
    package var commandBuffer = ReceiveBuffer()
    /// `vrrp_netlink_monitor_rcv_bufs`.
    package var monitorBuffer = ReceiveBuffer()

    package init() {}
}
