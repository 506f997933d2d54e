import Failover
import VRRP

/// What the router knows of what the supervisor keeps on the disk for it.
struct MaintenanceKeeping {
    /// How long after a failure it is tried again.
    static let patience = Duration.seconds(30)

    /// What the supervisor was told last, and its number.
    var told = MaintenanceList()
    var revision: UInt64 = 0
    /// The last one it has answered.
    var answered: UInt64 = 0
    /// When it is told again, as it could not keep it; nil = it could.
    var retryAt: Instant?
    /// Orders that are obeyed and not answered, as what follows from them is not kept yet.
    var orders: [(request: UInt64, revision: UInt64, order: ObeyedOrder)] = []
}
