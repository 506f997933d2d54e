import Failover
import LinuxIO
import VRRP

extension Router {
    /// Obeys an order, and answers when what follows from it would survive a restart of the host.
    func answer(_ order: OperatorOrder, _ request: UInt64) -> String? {
        if let refusal = self.node.refusal(of: order) {
            var json = JSONText()
            json.object { $0.value("error", refusal) }
            return json.text
        }
        let obeyed = ObeyedOrder(order, of: self.node, at: MonotonicClock.now())
        self.handle(.order(order))
        self.owesSnapshot = true
        self.keepMaintenance(again: true)
        guard self.maintenance.revision > self.maintenance.answered else {
            return obeyed.answer(failure: self.node.maintenanceFailure)
        }
        self.maintenance.orders.append((request, self.maintenance.revision, obeyed))
        return nil
    }

    /// Has the supervisor keep what is in maintenance, where that has changed or could not be kept.
    ///
    /// - Parameter again: Do not wait for the time to try again.
    func keepMaintenance(again: Bool = false) {
        let isDue = self.maintenance.retryAt.map { again || $0 <= MonotonicClock.now() } ?? false
        guard isDue || self.node.maintenance != self.maintenance.told else { return }
        self.maintenance.retryAt = nil
        self.maintenance.told = self.node.maintenance
        self.maintenance.revision += 1
        self.node.isMaintenanceKept = false
        let text = Array(self.node.maintenance.text.utf8)
        self.outgoing += RouterReport.parts(ofMaintenance: text, revision: self.maintenance.revision)
    }

    func maintenanceKept(_ revision: UInt64, failure: String?) {
        self.maintenance.answered = max(self.maintenance.answered, revision)
        self.node.maintenanceFailure = failure
        self.node.isMaintenanceKept = self.maintenance.answered >= self.maintenance.revision
        self.maintenance.retryAt = failure.map { _ in MonotonicClock.now() + MaintenanceKeeping.patience }
        let settled = self.maintenance.orders.filter { $0.revision <= revision }
        self.maintenance.orders.removeAll { $0.revision <= revision }
        for (request, _, order) in settled { self.control.finish(request, with: order.answer(failure: failure)) }
    }

    /// Tells of what is in maintenance and is no instance: one that was renamed meanwhile competes.
    func warnOfMissingInstances() {
        for (name, entry) in self.node.maintenanceWithoutInstance {
            self.log(
                .warning,
                "no instance is called \(name), which is \(entry.explanation); if it has another name now, it competes: "
                    + "say baton maintenance on with that name, and baton maintenance off \(name)"
            )
        }
    }
}
