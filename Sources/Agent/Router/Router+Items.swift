import Configuration
import Failover
import Glibc
import LinuxIO

extension Router {
    /// Sets and removes what waits, up to a number of items. What is decided because of an answer waits for its own turn.
    func workOffItems(atMost limit: Int) {
        guard !self.isWorkingOffItems else { return }
        self.isWorkingOffItems = true
        defer { self.isWorkingOffItems = false }
        var left = limit
        while left > 0, let job = self.items.next(atMost: left) {
            left -= job.items.count
            self.workOff(job)
        }
    }

    private func workOff(_ job: RoutingQueue.Job) {
        let items = Array(job.items)
        do {
            switch job.action {
            case .add(let isRestoring):
                let results = try self.routes.perform(items.map(\.addition))
                let outcomes = zip(items, results).map { ItemOutcome($0, $1.outcome) }
                self.handle(.itemsAdded(outcomes, owner: job.owner, isRestoring: isRestoring))
            case .remove:
                for (item, result) in zip(items, try self.routes.perform(items.map(\.removal))) {
                    if case .failed(let error) = result {
                        self.log(.error, "cannot remove \(item): \(error)", instance: job.owner.instance)
                    }
                }
            }
        } catch {
            self.log(.error, "cannot change routes and rules: \(error)", instance: job.owner.instance)
        }
    }

    /// Listens for routes and rules that are removed, if there are any to be watched.
    func watchRouting() {
        guard self.node.watchesRouting != (self.routingMonitor != nil) else { return }
        if let monitor = self.routingMonitor {
            self.poller.remove(monitor.descriptor)
            self.routingMonitor = nil
            return
        }
        do {
            let monitor = try RoutingMonitor()
            let buffer = self.node.configuration.global.processes.router.monitorBuffer
            if buffer != RouterProcessSettings().monitorBuffer {
                monitor.setReceiveBuffer(buffer.size, beyondLimit: buffer.isForced)
            }
            try self.poller.add(monitor.descriptor, token: Token.routing)
            self.routingMonitor = monitor
            // What was set until now was not watched.
            self.handle(.routingUnknown)
        } catch {
            self.log(.error, "cannot watch routes and rules: \(error)")
        }
    }

    func readRouting() throws(SystemError) {
        guard let monitor = self.routingMonitor else { return }
        for event in try monitor.read() {
            switch event {
            case .routeRemoved(let key): self.handle(.routeRemoved(key))
            case .ruleRemoved(let key): self.handle(.ruleRemoved(key))
            case .overrun: self.handle(.routingUnknown)
            }
        }
    }
}

extension PlacedItem {
    var addition: RoutingRequest {
        switch self.kind {
        case .address(let address): .addAddress(address.onInterface)
        case .route(let route, let devices): .addRoute(route, devices: devices)
        case .rule(let rule): .addRule(rule)
        }
    }

    var removal: RoutingRequest {
        switch self.kind {
        case .address(let address): .removeAddress(address.onInterface)
        case .route(let route, let devices): .removeRoute(route, devices: devices)
        case .rule(let rule): .removeRule(rule)
        }
    }
}

extension AddressResult {
    fileprivate var outcome: ItemOutcome.Result {
        switch self {
        case .done: .set
        case .exists, .notFound: .existed
        case .failed(let error): .refused(error.reason)
        }
    }
}

extension ItemOwner {
    fileprivate var instance: String? {
        switch self {
        case .node: nil
        case .instance(let name): name
        }
    }
}
