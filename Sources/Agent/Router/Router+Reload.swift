import Configuration
import Failover
import LinuxIO

extension Router {
    /// Begins to parse a configuration; it is put in force when that is done. Of several that come meanwhile the last
    /// one counts.
    func parse(_ bytes: [UInt8], generation: UInt32) {
        guard self.parsing == nil else {
            self.nextConfiguration = (bytes, generation)
            return
        }
        do {
            let parsing = try ConfigurationParsing(bytes, generation: generation)
            try self.poller.add(parsing.task.descriptor, token: Token.parsing)
            self.parsing = parsing
        } catch {
            // Late is better than never.
            self.log(.warning, "parses configuration \(generation) in its own thread: \(error)")
            self.adopt(ConfigurationParsing.configuration(of: bytes), generation: generation)
        }
    }

    func parsingEnded() {
        guard let parsing = self.parsing, let configuration = parsing.task.take() else { return }
        self.poller.remove(parsing.task.descriptor)
        self.parsing = nil
        self.adopt(configuration, generation: parsing.generation)
        if let next = self.nextConfiguration.take() {
            self.parse(next.bytes, generation: next.generation)
        }
    }

    private func adopt(_ configuration: AgentConfiguration?, generation: UInt32) {
        guard let configuration else {
            self.log(.error, "configuration \(generation) does not load here; the running one stays")
            self.settleReloads { outcome in
                outcome.isAccepted = false
                outcome.summary = "configuration \(generation) did not reach the router whole; the running one stays"
                outcome.generation = self.node.generation
            }
            return
        }
        let old = self.node.configuration.global
        self.handle(.reload(configuration, generation: generation))
        self.applyTreatment(after: old)
        self.watchRouting()
        self.owesSnapshot = true
        self.settleReloads()
    }

    /// Answers a request for a reload, as soon as what was good is in force.
    func settle(_ request: UInt64, _ outcome: ReloadOutcome) {
        guard outcome.isAccepted, outcome.generation > self.node.generation else {
            self.control.finish(request, with: outcome.json)
            return
        }
        self.unsettledReloads.append((request, outcome))
    }

    /// - Parameter change: What has become of them; nil = they are in force, as far as they are.
    private func settleReloads(_ change: ((inout ReloadOutcome) -> Void)? = nil) {
        for (request, var outcome) in self.unsettledReloads
        where change != nil || outcome.generation <= self.node.generation {
            change?(&outcome)
            self.control.finish(request, with: outcome.json)
        }
        self.unsettledReloads.removeAll { change != nil || $0.outcome.generation <= self.node.generation }
    }
}
