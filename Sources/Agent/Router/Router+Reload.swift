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
            return
        }
        self.handle(.reload(configuration, generation: generation))
        self.watchRouting()
        self.owesSnapshot = true
    }
}
