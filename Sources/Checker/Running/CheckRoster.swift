import Checks

/// The checks that run now, by name, and how a new configuration changes them.
struct CheckRoster {
    private var runners: [String: CheckRunner] = [:]
    /// Outlive the runners, so that a redefined check waits for the last run of its predecessor.
    private var slots: [String: RunSlot] = [:]

    private let make: (CheckDefinition, RunSlot) -> CheckRunner

    /// - Parameter make: Makes a runner for a definition and the check's slot.
    init(make: @escaping (CheckDefinition, RunSlot) -> CheckRunner) {
        self.make = make
    }

    /// Stops what is gone or changed, leaves alone what is the same, and returns what is to be started.
    mutating func adopt(_ definitions: [CheckDefinition]) -> [CheckRunner] {
        let wanted = Dictionary(definitions.map { ($0.name, $0) }) { first, _ in first }
        for (name, runner) in self.runners {
            if let definition = wanted[name], definition.runsLike(runner.definition) { continue }
            runner.stop()
            self.runners[name] = nil
        }
        self.slots = self.slots.filter { wanted[$0.key] != nil || !$0.value.isFree }
        var started: [CheckRunner] = []
        for definition in definitions where self.runners[definition.name] == nil {
            let slot = self.slots[definition.name] ?? RunSlot()
            self.slots[definition.name] = slot
            let runner = self.make(definition, slot)
            self.runners[definition.name] = runner
            started.append(runner)
        }
        return started
    }

    func stopAll() {
        for runner in self.runners.values { runner.stop() }
    }

    /// The last outcome of every check that has one, by name.
    var lastOutcomes: [(check: String, outcome: CheckOutcome)] {
        self.runners.sorted { $0.key < $1.key }.compactMap { name, runner in
            runner.lastOutcome.map { (name, $0) }
        }
    }
}

extension CheckDefinition {
    /// Whether runs of both definitions are the same: weight, hysteresis and who tracks it are the router's business,
    /// and where in a file it stands is nobody's.
    func runsLike(_ other: CheckDefinition) -> Bool {
        self.name == other.name && self.kind == other.kind && self.options == other.options
            && self.schedule.interval == other.schedule.interval && self.schedule.timeout == other.schedule.timeout
            && self.user == other.user && self.demandsSafePath == other.demandsSafePath
    }
}
