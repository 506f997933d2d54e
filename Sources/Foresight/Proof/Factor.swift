package import Checks
package import Failover

/// Something that can fail on a node and that concerns an instance: a check, or a tracked interface.
package struct Factor: Hashable, Sendable {
    package var source: Ledger.Source
    /// nil where only other members of the instance's sync group track it.
    package var weight: CheckWeight?
    /// What it counts for in the other members of the sync group: their faults are faults of this instance.
    package var groupWeights: [CheckWeight] = []
    /// nil of an interface.
    package var definition: CheckDefinition?

    package init(
        source: Ledger.Source,
        weight: CheckWeight?,
        groupWeights: [CheckWeight] = [],
        definition: CheckDefinition? = nil
    ) {
        self.source = source
        self.weight = weight
        self.groupWeights = groupWeights
        self.definition = definition
    }

    package var name: String {
        switch self.source {
        case .check(let name): name
        case .interface(let name): "interface \(name)"
        }
    }

    /// The health that stands for "it fails": with `reverse`, what is looked for is the trouble itself.
    package var failed: Health { (self.weight ?? self.groupWeights.first ?? .fault).reverse ? .up : .down }

    package var passed: Health { self.failed == .up ? .down : .up }

    /// What is added to the priority.
    func delta(_ health: Health) -> Int { self.weight?.effect(of: health).delta ?? 0 }

    /// Whether the instance is in fault.
    func isFault(_ health: Health) -> Bool {
        self.weight?.effect(of: health).fault ?? false || self.groupWeights.contains { $0.effect(of: health).fault }
    }

    /// Whether its failure is a fault.
    package var isFatal: Bool { self.isFault(self.failed) }

    /// How much its failure takes from the priority; with either sign and with `reverse`, never less than nothing.
    package var magnitude: Int { self.delta(self.passed) - self.delta(self.failed) }
}
