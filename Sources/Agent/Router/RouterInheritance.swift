import Configuration
import Failover
import LinuxIO

/// What a router process is born with; it was forked, so these are values and descriptors of its parent.
struct RouterInheritance {
    var configuration: AgentConfiguration
    var generation: UInt32
    /// What an earlier router process knew; nil at the first start.
    var snapshot: [UInt8]?
    /// What does not compete as an operator said, where there is no snapshot to say it.
    var maintenance: MaintenanceList
    /// What an agent that was killed has left on the host.
    var changes: HostChanges
    var supervisor: MessageSocket
    var checker: MessageSocket
    var listener: UnixListener
    var packets: PacketSocket
    var checkerIsRunning: Bool
    /// nil = nothing is recorded.
    var recording: Recording?

    struct Recording {
        var socket: MessageSocket
        /// What the configuration was read from.
        var sources: [UInt8]
    }
}
