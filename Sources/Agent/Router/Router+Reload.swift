import Checks
import Configuration
import Failover
import LinuxIO

extension Router {
    /// A piece of a configuration; with the last one it waits to be parsed.
    func take(_ part: ConfigurationPart, isGood: Bool) {
        self.configurationParts += part.bytes
        guard part.isLast else { return }
        let entry = ConfigurationQueue.Entry(bytes: self.configurationParts, generation: part.generation)
        self.configurationParts = []
        self.tentative = nil
        self.waiting.append(entry, isGood: isGood)
        self.parseNext()
    }

    /// Begins to parse what waits; what is good is put in force when that is done.
    private func parseNext() {
        while self.parsing == nil, let (entry, isGood) = self.waiting.next() {
            do {
                let parsing = try ConfigurationParsing(entry.bytes, generation: entry.generation, isGood: isGood)
                try self.poller.add(parsing.task.descriptor, token: Token.parsing)
                self.parsing = parsing
            } catch {
                // Late is better than never.
                self.log(.warning, "parses configuration \(entry.generation) in its own thread: \(error)")
                let configuration = ConfigurationParsing.configuration(of: entry.bytes)
                self.settle(configuration, of: entry.bytes, entry.generation, isGood: isGood)
            }
        }
    }

    func parsingEnded() {
        guard let parsing = self.parsing, let configuration = parsing.task.take() else { return }
        self.poller.remove(parsing.task.descriptor)
        self.parsing = nil
        self.settle(configuration, of: parsing.bytes, parsing.generation, isGood: parsing.isGood)
        self.parseNext()
    }

    /// - Parameter isGood: nil = it was refused meanwhile.
    private func settle(
        _ configuration: AgentConfiguration?,
        of bytes: [UInt8],
        _ generation: UInt32,
        isGood: Bool?
    ) {
        // The text is needed for nothing but a recording.
        let sources = self.recorder == nil ? [] : bytes
        switch isGood {
        case true?: self.adopt(configuration, of: sources, generation: generation)
        case false?: self.tentative = (configuration, sources, generation)
        case nil: break
        }
    }

    /// What the supervisor found out about the configuration it has sent last.
    func judge(_ generation: UInt32, isGood: Bool) {
        if let tentative = self.tentative, tentative.generation == generation {
            self.tentative = nil
            if isGood { self.adopt(tentative.configuration, of: tentative.sources, generation: generation) }
        } else if self.waiting.judge(generation, isGood: isGood) {
            self.parseNext()
        } else if self.parsing?.generation == generation {
            self.parsing?.isGood = isGood ? true : nil
        } else if isGood {
            self.adopt(nil, of: [], generation: generation)
        }
    }

    private func adopt(_ configuration: AgentConfiguration?, of sources: [UInt8], generation: UInt32) {
        guard let configuration else {
            self.log(.error, "configuration \(generation) does not load here; the running one stays")
            self.settleReloads { outcome in
                outcome.isAccepted = false
                outcome.summary = "configuration \(generation) did not reach the router whole; the running one stays"
                outcome.generation = self.node.generation
            }
            return
        }
        // One that was parsed in vain, as its successor is another, is not kept.
        if let tentative = self.tentative, tentative.generation <= generation { self.tentative = nil }
        let old = self.node.configuration.global
        self.recorder?.queue.keep(sources, of: generation)
        self.handle(.reload(configuration, generation: generation))
        self.warnOfMissingInstances()
        self.applyTreatment(after: old)
        self.watchRouting()
        self.journal.keep(Set(self.node.instances.map(\.name)))
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
