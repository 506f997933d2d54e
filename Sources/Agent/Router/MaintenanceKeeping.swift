import Failover

/// What the router knows of what the supervisor keeps on the disk for it.
struct MaintenanceKeeping {
    /// What the supervisor was told last, and its number.
    var told = MaintenanceList()
    var revision: UInt64 = 0
    /// The last one it has answered.
    var answered: UInt64 = 0
    /// Orders that are obeyed and not answered, as what follows from them is not kept yet.
    var orders: [(request: UInt64, revision: UInt64, instances: [String])] = []
}
