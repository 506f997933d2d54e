/// Waits for the end of handovers that were ordered.
struct HandoverWatch {
    private let order: OrderOptions

    init(_ order: OrderOptions) {
        self.order = order
    }

    /// Until none is under way; those that never end are reported as they are.
    ///
    /// - Parameter before: The instances as they were when the order was given.
    func reports(of before: [InstanceDocument]) throws -> [(report: HandoverReport, instance: InstanceDocument)] {
        let clock = ContinuousClock()
        let interval = before.compactMap(\.advertIntMs).max() ?? 1000
        let end = clock.now.advanced(by: .milliseconds(interval * 3) + .seconds(10))
        while true {
            let now = Dictionary(try self.order.status().instances.map { ($0.name, $0) }) { first, _ in first }
            let reports = before.map { (report: HandoverReport($0, now[$0.name]), instance: $0) }
            if reports.allSatisfy(\.report.isSettled) || clock.now > end { return reports }
            PendingInterrupt.sleep(.milliseconds(50))
        }
    }
}
