import Configuration
import Failover
import LinuxIO
import VRRP

extension Router {
    /// With more than this waiting for the supervisor nothing is added.
    private static let outgoingLimit = 500

    /// Begins to write what was asked for; the same asked for twice is written once.
    func requestDump(_ request: DumpRequest) {
        if !self.wantedDumps.contains(request) { self.wantedDumps.append(request) }
        self.beginDump()
    }

    private func beginDump() {
        guard self.dumping == nil, !self.wantedDumps.isEmpty else { return }
        let requests = self.wantedDumps
        self.wantedDumps = []
        guard self.outgoing.count < Self.outgoingLimit else {
            self.log(.warning, "no file is written: the supervisor does not keep up")
            return
        }
        let wanted = Set(requests.map(\.file))
        do {
            let dumping = try DumpRendering(
                DumpFile.allCases.filter(wanted.contains),
                of: self.node,
                descriptors: self.sockets.mapValues(\.descriptor)
            )
            try self.poller.add(dumping.task.descriptor, token: Token.dumping)
            self.dumping = dumping
        } catch {
            self.log(.warning, "no file is written: \(error)")
            return
        }
        // What is being written has the counts until now.
        if requests.contains(.statisticsAndClear) { self.clearCounters() }
    }

    func dumpEnded() {
        guard let dumping = self.dumping, let pages = dumping.task.take() else { return }
        self.poller.remove(dumping.task.descriptor)
        self.dumping = nil
        for page in pages {
            for part in RouterReport.parts(of: page.file, text: page.text) { self.report(part) }
        }
        self.beginDump()
    }
}
