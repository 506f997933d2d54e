import Glibc

/// The process table as all process checks see it: one scan of `/proc` serves every check that asks within a moment,
/// and what one check has read of a process serves the others.
actor ProcessTable {
    static let shared = ProcessTable()

    /// Checks of one tick share a scan; a check run because a process exited must not see the scan from before.
    static let freshness = Duration.milliseconds(50)

    private let files: ProcFilesystem
    private let ownIdentifier: Int32
    private var scanned: (at: ContinuousClock.Instant, snapshot: ProcessSnapshot)?

    init(files: ProcFilesystem = ProcFilesystem(), ownIdentifier: Int32 = getpid()) {
        self.files = files
        self.ownIdentifier = ownIdentifier
    }

    /// The processes that meet all criteria.
    func find(_ criteria: [ProcessCriterion]) throws(ProcFilesystem.Failure) -> ProcessSnapshot.Findings {
        var (at, snapshot) = try self.current()
        var findings = snapshot.find(criteria)
        self.scanned = (at, snapshot)
        // A process of the scan may have ended since.
        findings.processes.removeAll { !self.isRunning($0) }
        findings.undecided.removeAll { !self.isRunning($0) }
        if let last = findings.remaining.indices.last {
            findings.remaining[last] = findings.processes.count + findings.undecided.count
        }
        return findings
    }

    /// Whether this is still the process it was, and alive.
    nonisolated func isRunning(_ process: ProcessEntry) -> Bool {
        self.files.process(process.identifier).map { $0.startTime == process.startTime && !$0.isZombie } ?? false
    }

    /// The process of this number now; nil where none runs.
    nonisolated func process(_ identifier: Int32) -> ProcessEntry? {
        self.files.process(identifier).flatMap { $0.isZombie ? nil : $0 }
    }

    /// Forgets the last scan.
    func invalidate() {
        self.scanned = nil
    }

    /// A scan of its own, and what of it never counts and why.
    func survey() throws(ProcFilesystem.Failure) -> (snapshot: ProcessSnapshot, excluded: [Int32: String]) {
        let all = try self.scan()
        var excluded: [Int32: String] = [:]
        let own = self.own(all)
        for process in all {
            if process.identifier == self.ownIdentifier {
                excluded[process.identifier] = "this program itself"
            } else if process.isZombie {
                excluded[process.identifier] = "a zombie: it has ended"
            } else if own.contains(process.identifier) {
                excluded[process.identifier] = "a program of a check"
            }
        }
        return (ProcessSnapshot(all.filter { !$0.isKernelThread }, files: self.files), excluded)
    }

    private func current() throws(ProcFilesystem.Failure) -> (ContinuousClock.Instant, ProcessSnapshot) {
        let now = ContinuousClock.now
        if let scanned = self.scanned, scanned.at.duration(to: now) < Self.freshness {
            return scanned
        }
        let all = try self.scan()
        let own = self.own(all)
        let candidates = all.filter { process in
            !process.isZombie && !process.isKernelThread && process.identifier != self.ownIdentifier
                && !own.contains(process.identifier)
        }
        return (now, ProcessSnapshot(candidates, files: self.files))
    }

    private func own(_ processes: [ProcessEntry]) -> Set<Int32> {
        CheckPrograms.shared.members(
            of: processes,
            ownIdentifier: self.ownIdentifier,
            now: SystemTicks.now,
            ticksPerSecond: SystemTicks.perSecond
        )
    }

    private func scan() throws(ProcFilesystem.Failure) -> [ProcessEntry] {
        let all = try self.files.processes()
        guard all.contains(where: { $0.identifier == self.ownIdentifier }) else {
            throw ProcFilesystem.Failure(
                message: "\(self.files.root) does not show this process; is it mounted for this pid namespace?"
            )
        }
        return all
    }
}
