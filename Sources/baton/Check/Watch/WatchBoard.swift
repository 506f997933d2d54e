import Checker
import Checks
import Configuration
import Failover
import VRRP

/// What is known of the checks that are watched, and what follows for the instances that track them. A value: whoever
/// has it draws.
struct WatchBoard: Sendable {
    struct Row: Sendable {
        var definition: CheckDefinition
        var hysteresis: Hysteresis
        var outcome: CheckOutcome?
        var tally = WatchTally()

        /// What instances reckon with: nothing while a check is blocked, or ignored as long as nothing is known.
        var health: Health {
            guard let outcome, outcome.status == .unknown else { return self.hysteresis.health }
            let isIgnored = outcome.reason == .checkBlocked || self.definition.onUnknown == .ignore
            return isIgnored ? .unknown : self.hysteresis.health
        }
    }

    /// In the order of definition.
    private(set) var rows: [Row]
    /// Those that track one of the checks.
    private let instances: [InstanceConfiguration]
    private let indices: [String: Int]

    init(_ definitions: [CheckDefinition], instances: [InstanceConfiguration]) {
        self.rows = definitions.map { Row(definition: $0, hysteresis: $0.hysteresis) }
        self.indices = Dictionary(definitions.enumerated().map { ($1.name, $0) }) { first, _ in first }
        let names = Set(definitions.map(\.name))
        self.instances = instances.filter { $0.trackedChecks.contains { names.contains($0.name) } }
    }

    /// - Returns: Whether the check's health changed.
    mutating func record(_ outcome: CheckOutcome, _ hysteresis: Hysteresis, of check: String) -> Bool {
        guard let index = self.indices[check] else { return false }
        let before = self.rows[index].health
        self.rows[index].outcome = outcome
        self.rows[index].hysteresis = hysteresis
        let isChanged = self.rows[index].health != before
        self.rows[index].tally.add(outcome, isChange: isChanged && before != .unknown)
        return isChanged
    }

    func row(_ check: String) -> Row? { self.indices[check].map { self.rows[$0] } }

    /// What would become of each instance.
    var forecasts: [Forecast] { self.instances.map(self.forecast) }

    private func forecast(_ instance: InstanceConfiguration) -> Forecast {
        var ledger = Ledger(instance)
        var assumed: [String] = []
        for tracked in instance.trackedChecks {
            guard let row = self.row(tracked.name) else {
                assumed.append(tracked.name)
                ledger.add(.check(tracked.name), weight: tracked.weight, health: .up)
                continue
            }
            guard row.definition.mode != .disabled else { continue }
            ledger.add(
                .check(tracked.name),
                weight: tracked.weight,
                health: row.health,
                score: row.outcome?.score,
                isObserved: row.definition.mode == .observe
            )
        }
        return Forecast(instance: instance.name, ledger: ledger, assumed: assumed)
    }

    /// The priority an instance would have.
    struct Forecast: Sendable {
        var instance: String
        var ledger: Ledger
        /// Checks it tracks that are not watched: they are taken for up.
        var assumed: [String]

        /// `VI_1  200 - 60 (web) = 140`, or that it would be in fault and why.
        var text: String {
            let counting = self.ledger.contributions.filter { !$0.isObserved }
            let faults = counting.filter(\.isFault).map(\.source.name)
            let terms = counting.filter { $0.delta != 0 }.map {
                " \($0.delta > 0 ? "+" : "-") \($0.delta.magnitude) (\($0.source.name))"
            }
            let base = "\(self.ledger.base.rawValue)"
            let clamp = self.ledger.isClamped ? " (\(self.ledger.sum), which is out of range)" : ""
            let sum = terms.isEmpty ? base : "\(base)\(terms.joined()) = \(self.ledger.effective.rawValue)\(clamp)"
            let priority = faults.isEmpty ? "priority \(sum)" : "FAULT: \(faults.joined(separator: ", "))"
            let note = self.assumed.isEmpty ? "" : "  (taken for up: \(self.assumed.joined(separator: ", ")))"
            return "\(self.instance)  \(priority)\(note)"
        }
    }
}

extension Ledger.Source {
    fileprivate var name: String {
        switch self {
        case .check(let name), .interface(let name): name
        }
    }
}
