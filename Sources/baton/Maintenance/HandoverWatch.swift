/// Waits for the end of handovers that were ordered.
struct HandoverWatch {
    private let order: OrderOptions

    init(_ order: OrderOptions) {
        self.order = order
    }

    /// Until none is under way; those that never end are reported as they are.
    ///
    /// - Parameters:
    ///   - done: The agent's answer to the order.
    ///   - known: The instances as they were before; some may be gone.
    func reports(of done: OrderDocument.Done, known: [InstanceDocument]) throws -> [(HandoverReport, addresses: String)]
    {
        let clock = ContinuousClock()
        let interval = known.compactMap(\.advertIntMs).max() ?? 1000
        let end = clock.now.advanced(by: .milliseconds(interval * 3) + .seconds(10))
        let before = done.subjects(known)
        let old = Dictionary(known.map { ($0.name, $0.addressList) }) { first, _ in first }
        while true {
            let now = Dictionary(try self.order.status().instances.map { ($0.name, $0) }) { first, _ in first }
            let reports = before.map { before in
                let present = now[before.instance]
                return (
                    HandoverReport(before, at: done.atUs, present),
                    addresses: present?.addressList ?? old[before.instance] ?? "its role"
                )
            }
            if reports.allSatisfy(\.0.isSettled) || clock.now > end { return reports }
            PendingInterrupt.sleep(.milliseconds(50))
        }
    }
}

extension OrderDocument.Done {
    /// What the order met; where the agent does not say, what was known before.
    func subjects(_ known: [InstanceDocument]) -> [OrderDocument.Before] {
        self.before
            ?? known.filter { self.instances.contains($0.name) }.map {
                OrderDocument.Before(instance: $0.name, state: $0.state, maintenance: $0.maintenance != nil)
            }
    }
}
