import Glibc

/// The process table as all process checks see it: one scan of `/proc` serves every check that asks within a moment,
/// and what one check has read of a process serves the others.
actor ProcessTable {
    static let shared = ProcessTable()

    /// Checks of one tick share a scan; a check run because a process exited must not see the scan from before.
    static let freshness = Duration.milliseconds(50)
    /// For those to whom only ends matter; also how long a process that has taken another user or program in its life
    /// is still seen as it was.
    static let longestAge = Duration.seconds(1)

    private let files: ProcFilesystem
    private let ownIdentifier: Int32
    private var scannedAt: ContinuousClock.Instant?
    private var snapshot: ProcessSnapshot

    init(files: ProcFilesystem = ProcFilesystem(), ownIdentifier: Int32 = getpid()) {
        self.files = files
        self.ownIdentifier = ownIdentifier
        self.snapshot = ProcessSnapshot([], files: files)
    }

    /// The processes that meet all criteria.
    ///
    /// - Parameters:
    ///   - living: Processes that have not ended, as the caller knows.
    ///   - suffices: Whether so many are enough, however many others have started: then those that were found
    ///   a short while ago, and run still, are the answer, and nothing is scanned.
    func find(
        _ criteria: [ProcessCriterion],
        living: Set<ProcessEntry> = [],
        suffices: @Sendable (Int) -> Bool = { _ in false }
    ) throws(ProcFilesystem.Failure) -> ProcessSnapshot.Findings {
        if let age = self.scannedAt?.duration(to: .now), age < Self.longestAge {
            let findings = self.findInSnapshot(criteria, living)
            if age < Self.freshness || (findings.undecided.isEmpty && suffices(findings.processes.count)) {
                return findings
            }
        }
        try self.scanCandidates()
        return self.findInSnapshot(criteria, living)
    }

    /// Whether this is still the process it was, and alive.
    nonisolated func isRunning(_ process: ProcessEntry) -> Bool {
        self.files.process(process.identifier).map { now in
            now.startTime == process.startTime && now.comm == process.comm && !now.isZombie
        } ?? false
    }

    /// The process of this number now; nil where none runs.
    nonisolated func process(_ identifier: Int32) -> ProcessEntry? {
        self.files.process(identifier).flatMap { $0.isZombie ? nil : $0 }
    }

    /// Forgets the last scan.
    func invalidate() {
        self.scannedAt = nil
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

    private func findInSnapshot(
        _ criteria: [ProcessCriterion],
        _ living: Set<ProcessEntry>
    ) -> ProcessSnapshot.Findings {
        var findings = self.snapshot.find(criteria)
        // A process of the scan may have ended since.
        findings.processes.removeAll { !living.contains($0) && !self.isRunning($0) }
        findings.undecided.removeAll { !living.contains($0) && !self.isRunning($0) }
        if let last = findings.remaining.indices.last {
            findings.remaining[last] = findings.processes.count + findings.undecided.count
        }
        return findings
    }

    private func scanCandidates() throws(ProcFilesystem.Failure) {
        let now = ContinuousClock.now
        let all = try self.scan()
        let own = self.own(all)
        let candidates = all.filter { process in
            !process.isZombie && !process.isKernelThread && process.identifier != self.ownIdentifier
                && !own.contains(process.identifier)
        }
        self.snapshot = ProcessSnapshot(candidates, files: self.files)
        self.scannedAt = now
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
