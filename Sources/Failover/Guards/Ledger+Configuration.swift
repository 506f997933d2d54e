package import Configuration
import VRRP

extension Ledger {
    /// Without contributions yet.
    package init(_ instance: InstanceConfiguration) {
        self.init(base: instance.router.basePriority, least: instance.guards.leastHealthyPriority)
    }
}
