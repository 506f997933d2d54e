import Checks
import Configuration
import Failover
import VRRP

/// What one instance's priority is while its checks are fine, and while one of them is not. All numbers come from the
/// agent's own ledger.
struct Standing {
    /// The position of the node in its cluster.
    let node: Int
    let nodeName: String
    let instance: InstanceConfiguration
    let trackers: [Tracker]
    /// Of the state in which everything is fine.
    let ledger: Ledger

    /// Something tracked that can be fine or not. What is only observed, and what gives a graded answer, is not here:
    /// the first counts for nothing, of the second the configuration does not tell the values.
    struct Tracker {
        let source: Ledger.Source
        let weight: CheckWeight
        /// What it adds to the priority while it is fine.
        var share = 0
        /// While only this one has failed.
        var alone = Outcome(sum: 0, priority: nil)

        var name: String {
            switch self.source {
            case .check(let name): name
            case .interface(let name): "interface \(name)"
            }
        }

        var isWeighted: Bool { self.weight.value != 0 }

        /// What it does when it costs.
        var event: String {
            guard self.weight.reverse else { return "fails" }
            if case .interface = self.source { return "is up" }
            return "passes"
        }

        /// As a configuration has it.
        var writtenWeight: String { "\(self.weight.value)\(self.weight.reverse ? " reverse" : "")" }

        /// With `reverse` the check being up is what costs.
        var good: Health { self.weight.reverse ? .down : .up }
        var bad: Health { self.weight.reverse ? .up : .down }
    }

    struct Outcome {
        /// Before it is cut to 1…254.
        let sum: Int
        /// nil = fault.
        let priority: Int?
    }

    init(node: Int, name: String, instance: InstanceConfiguration, checks: [String: CheckDefinition]) {
        self.node = node
        self.nodeName = name
        self.instance = instance
        var trackers: [Tracker] = []
        for tracked in instance.trackedChecks {
            guard let check = checks[tracked.name], check.mode == .enforce, !check.isGraded else { continue }
            trackers.append(Tracker(source: .check(tracked.name), weight: tracked.weight))
        }
        for tracked in instance.trackedInterfaces {
            trackers.append(Tracker(source: .interface(tracked.name), weight: tracked.weight))
        }
        var ledger = Ledger(instance)
        for tracker in trackers { ledger.add(tracker.source, weight: tracker.weight, health: tracker.good) }
        self.ledger = ledger
        let sum = ledger.sum
        let faults = ledger.contributions.count(where: \.isFault)
        for index in trackers.indices {
            let good = ledger.contributions[index]
            ledger.replace(at: index, health: trackers[index].bad, score: nil)
            let bad = ledger.contributions[index]
            ledger.replace(at: index, health: trackers[index].good, score: nil)
            // Only one line of the account has changed: adding up all of many again would take long.
            let alone = sum - good.delta + bad.delta
            let isFault = faults - (good.isFault ? 1 : 0) + (bad.isFault ? 1 : 0) > 0
            trackers[index].share = good.delta
            trackers[index].alone = Outcome(
                sum: alone,
                priority: isFault ? nil : Int(ledger.clamped(alone).rawValue)
            )
        }
        self.trackers = trackers
    }

    var base: Int { Int(self.instance.router.basePriority.rawValue) }

    /// While everything is fine.
    var healthy: Int { Int(self.ledger.effective.rawValue) }

    /// The sum while everything is fine, without what one of them adds.
    func sum(without source: Ledger.Source) -> Int {
        self.ledger.sum - (self.trackers.first { $0.source == source }?.share ?? 0)
    }

    var weighted: [Tracker] { self.trackers.filter(\.isWeighted) }

    /// While all of these have failed and nothing else.
    func outcome(failing names: (Tracker) -> Bool) -> Outcome {
        var ledger = self.ledger
        for (index, tracker) in self.trackers.enumerated() where names(tracker) {
            ledger.replace(at: index, health: tracker.bad, score: nil)
        }
        return Self.outcome(of: ledger)
    }

    private static func outcome(of ledger: Ledger) -> Outcome {
        Outcome(
            sum: ledger.sum,
            priority: ledger.contributions.contains(where: \.isFault) ? nil : Int(ledger.effective.rawValue)
        )
    }
}

extension CheckDefinition {
    /// Whether its answer is a number that its weight is multiplied by.
    var isGraded: Bool {
        if case .trackFile = self.origin { return true }
        guard self.kind == FilePlugin.kind else { return false }
        return self.options.string(FilePlugin.Option.score) ?? FilePlugin.Score.off.rawValue
            != FilePlugin.Score.off.rawValue
    }

    /// Kinds that ask from time to time, so that a single answer may be bad luck; the others are told of changes.
    var isPolled: Bool {
        [
            ExecPlugin.kind, ShellPlugin.kind, StreamPlugin.kind, HTTPPlugin.kind, TCPPlugin.kind, GRPCPlugin.kind,
            DNSPlugin.kind, PingPlugin.kind,
        ].contains(self.kind)
    }

    /// Kinds that start a program.
    var startsProgram: Bool { [ExecPlugin.kind, ShellPlugin.kind, StreamPlugin.kind].contains(self.kind) }

    /// As an operator names it: without the word that tells a tracker from a check of the same name.
    var writtenName: String {
        let prefix = "\(self.keyword):"
        return self.name.hasPrefix(prefix) ? String(self.name.dropFirst(prefix.count)) : self.name
    }

    /// The word that defines it.
    var keyword: String {
        switch self.origin {
        case .check: "check"
        case .script: "vrrp_script"
        case .trackProcess: "vrrp_track_process"
        case .trackFile: "track_file"
        }
    }
}
