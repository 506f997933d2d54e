import Glibc

/// The process table as all process checks see it: one scan of `/proc` serves every check that asks within a moment.
actor ProcessTable {
    static let shared = ProcessTable()

    /// Checks of one tick share a scan; a check run because a process exited must not see the scan from before.
    static let freshness = Duration.milliseconds(50)

    private let files: ProcFilesystem
    private let ownIdentifier: Int32
    private var scanned: (at: ContinuousClock.Instant, processes: [ProcessEntry])?

    init(files: ProcFilesystem = ProcFilesystem(), ownIdentifier: Int32 = getpid()) {
        self.files = files
        self.ownIdentifier = ownIdentifier
    }

    /// The processes of this name, oldest first.
    ///
    /// The kernel's name decides, with the program's path where that name may be cut. Only if no process bears it, the
    /// first arguments are looked at, as pidof does for programs that have renamed themselves.
    func processes(named name: ProcessName) throws(ProcFilesystem.Failure) -> [ProcessEntry] {
        let candidates = try self.candidates()
        var found = candidates.filter { process in
            name.matches(comm: process.comm)
                && (!name.mayBeCut
                    || name.matches(programNames: self.files.programNames(of: process.identifier)))
        }
        if found.isEmpty {
            found = candidates.filter { process in
                self.files.arguments(of: process.identifier).first.map(ProcessName.lastComponent(of:)) == name.bytes
            }
        }
        // A process of the scan may have ended since.
        return found.filter { self.files.process($0.identifier).map { !$0.isZombie } ?? false }
            .sorted { ($0.startTime, $0.identifier) < ($1.startTime, $1.identifier) }
    }

    /// Whether this is still the process it was, and alive.
    nonisolated func isRunning(_ process: ProcessEntry) -> Bool {
        self.files.process(process.identifier).map { $0.startTime == process.startTime && !$0.isZombie } ?? false
    }

    /// Forgets the last scan.
    func invalidate() {
        self.scanned = nil
    }

    private func candidates() throws(ProcFilesystem.Failure) -> [ProcessEntry] {
        let now = ContinuousClock.now
        if let scanned = self.scanned, scanned.at.duration(to: now) < Self.freshness {
            return scanned.processes
        }
        let all = try self.files.processes()
        guard all.contains(where: { $0.identifier == self.ownIdentifier }) else {
            throw ProcFilesystem.Failure(
                message: "\(self.files.root) does not show this process; is it mounted for this pid namespace?"
            )
        }
        let processes = all.filter { !$0.isZombie && !$0.isKernelThread && $0.identifier != self.ownIdentifier }
        self.scanned = (now, processes)
        return processes
    }
}
