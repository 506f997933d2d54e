import Failover

extension Router {
    /// Obeys an order, and answers when what follows from it would survive a restart of the host.
    func answer(_ order: OperatorOrder, _ request: UInt64) -> String? {
        if let refusal = self.node.refusal(of: order) {
            var json = JSONText()
            json.object { $0.value("error", refusal) }
            return json.text
        }
        let instances = self.node.instances(concernedBy: order)
        self.handle(.order(order))
        self.owesSnapshot = true
        self.keepMaintenance()
        guard self.maintenance.revision > self.maintenance.answered else { return self.answer(instances) }
        self.maintenance.orders.append((request, self.maintenance.revision, instances))
        return nil
    }

    /// Has the supervisor keep what is in maintenance, where that has changed.
    func keepMaintenance() {
        guard self.node.maintenance != self.maintenance.told else { return }
        self.maintenance.told = self.node.maintenance
        self.maintenance.revision += 1
        let text = Array(self.node.maintenance.text.utf8)
        self.outgoing += RouterReport.parts(ofMaintenance: text, revision: self.maintenance.revision)
    }

    func maintenanceKept(_ revision: UInt64, failure: String?) {
        self.maintenance.answered = max(self.maintenance.answered, revision)
        self.node.maintenanceFailure = failure
        let settled = self.maintenance.orders.filter { $0.revision <= revision }
        self.maintenance.orders.removeAll { $0.revision <= revision }
        for order in settled { self.control.finish(order.request, with: self.answer(order.instances)) }
    }

    /// `order/v1`.
    private func answer(_ instances: [String]) -> String {
        var json = JSONText()
        json.object { json in
            json.value("schema", "order/v1")
            json.array("instances") { json in
                for name in instances { json.value(nil, name) }
            }
            if let failure = self.node.maintenanceFailure {
                json.value("failure", failure)
            } else {
                json.null("failure")
            }
        }
        return json.text
    }
}
