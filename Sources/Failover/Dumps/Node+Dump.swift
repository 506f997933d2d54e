package import Configuration

extension Node {
    /// What a file says of this node.
    ///
    /// Labels, keys and layout are keepalived's, so that what reads its files reads these; what keepalived has no word
    /// for stands beside.
    package func dump(_ file: DumpFile, at moment: DumpMoment) -> String {
        switch file {
        case .state: GlobalDump(self.configuration.global, moment).text + StateDump(self, at: moment).page.text
        case .parent: GlobalDump(self.configuration.global, moment).text
        case .statistics: self.statisticsDump
        case .json: self.jsonDump(at: moment)
        }
    }

    /// Begins to count anew, as after `keepalived --signum=STATS_CLEAR`.
    package mutating func clearCounters() {
        for index in self.instances.indices { self.instances[index].counters = Counters() }
    }
}
