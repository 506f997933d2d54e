import Checks
import Configuration
import VRRP

/// What a single change would make of an instance.
extension Node {
    /// Sentences, the most drastic change first: where the instance stands against the master that is heard, and which
    /// check or interface alone would end its mastership, let it take over, or end its fault. Of rivals that are silent,
    /// as backups are, nothing is known.
    func outlook(of instance: Instance, _ ledger: Ledger, at now: Instant) -> [String] {
        guard instance.gate == nil else { return [] }
        if instance.lastResort != nil, instance.router.state.name != .initialize {
            return self.recoveries(of: instance, ledger)
        }
        switch instance.router.state.name {
        case .master: return self.endings(of: instance, ledger)
        case .backup: return self.takeovers(of: instance, ledger, at: now)
        case .fault: return self.recoveries(of: instance, ledger)
        case .initialize, .resigning: return []
        }
    }

    /// Changes that are told; the others are counted.
    private static let limit = 5

    /// What becomes of the ledger if one contribution turns round, and the change in words.
    private func turn(_ position: Int, in ledger: Ledger) -> (ledger: Ledger, what: String)? {
        let contribution = ledger.contributions[position]
        guard !contribution.isObserved else { return nil }
        let isUp = contribution.health == .up
        var turned = ledger
        turned.replace(at: position, health: isUp ? .down : .up, score: nil)
        let what =
            switch contribution.source {
            case .check(let name): isUp ? "check \(name) fails" : "check \(name) passes"
            case .interface(let name): isUp ? "interface \(name) goes down" : "interface \(name) comes up"
            }
        return (turned, what)
    }

    private func endings(of instance: Instance, _ ledger: Ledger) -> [String] {
        var faults: [String] = []
        var falls: [(priority: Priority, what: String)] = []
        for position in ledger.contributions.indices {
            guard let (turned, what) = self.turn(position, in: ledger) else { continue }
            if turned.contributions[position].isFault {
                faults.append("if \(what), \(self.ending(of: instance, by: turned.contributions[position].source))")
            } else if turned.effective.rawValue < ledger.effective.rawValue {
                falls.append((turned.effective, what))
            }
        }
        let weighed = falls.sorted { $0.priority.rawValue < $1.priority.rawValue }.map { priority, what in
            "if \(what), its priority falls to \(priority): a backup with more takes over"
        }
        return Self.shortened(faults + weighed)
    }

    private func ending(of instance: Instance, by source: Ledger.Source) -> String {
        let guards = instance.configuration.guards
        let offer = "this node offers its addresses: a healthy backup takes over, or it keeps them"
        guard case .check(let name) = source else { return "this node leaves at once, and any backup takes over" }
        if let grace = guards.blastRadiusGrace, self.isGuarded(name, on: instance.configuration) {
            return "nothing happens for \(grace.decimalText) s (blast_radius_guard), and then \(offer)"
        }
        return guards.allUnhealthy == .drop ? "this node leaves at once, and any backup takes over" : offer
    }

    private func takeovers(of instance: Instance, _ ledger: Ledger, at now: Instant) -> [String] {
        guard let master = instance.router.currentMaster else { return [] }
        let own = Int(ledger.effective.rawValue)
        let other = Int(master.priority.rawValue)
        let distance =
            own == other ? "as much as" : own < other ? "\(other - own) less than" : "\(own - other) more than"
        let standing = "has \(own), \(distance) the master \(master.address) with \(other)"
        guard instance.configuration.router.preempt else {
            return [standing, "with nopreempt nothing on this node lets it take over from a master that is there"]
        }
        if let damped = self.dampedOutlook(of: instance, at: now) { return [standing, damped] }
        let changes = ledger.contributions.indices.compactMap { position -> String? in
            guard let (turned, what) = self.turn(position, in: ledger),
                !turned.contributions.contains(where: \.isFault),
                Int(turned.effective.rawValue) > other, own <= other
            else { return nil }
            return "if \(what), its priority is \(turned.effective), and it takes over"
        }
        let none = "no single change on this node lets it take over from that master"
        return [standing] + (changes.isEmpty && own <= other ? [none] : Self.shortened(changes))
    }

    private func recoveries(of instance: Instance, _ ledger: Ledger) -> [String] {
        let faults = instance.lastResort?.causes ?? instance.faults
        guard faults.count == 1 else {
            return ["\(faults.count) faults must end before it competes again"]
        }
        let ends = ledger.contributions.indices.compactMap { position -> String? in
            guard ledger.contributions[position].isFault, let (turned, what) = self.turn(position, in: ledger),
                !turned.contributions[position].isFault
            else { return nil }
            return "if \(what), it competes again with priority \(turned.effective)"
        }
        return Self.shortened(ends)
    }

    private static func shortened(_ sentences: [String]) -> [String] {
        guard sentences.count > self.limit + 1 else { return sentences }
        return sentences.prefix(self.limit) + ["and \(sentences.count - self.limit) other changes would do so, too"]
    }
}
