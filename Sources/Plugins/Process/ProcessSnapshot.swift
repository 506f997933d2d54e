/// The processes of one scan, with what has been read of them since.
struct ProcessSnapshot {
    let files: ProcFilesystem
    /// Those that may count: no zombies, no kernel threads, nothing of the checker's own.
    let candidates: [ProcessEntry]
    private var attributes: [Int32: ProcessAttributes] = [:]

    init(_ candidates: [ProcessEntry], files: ProcFilesystem) {
        self.candidates = candidates
        self.files = files
    }

    /// What a search came to.
    struct Findings: Sendable {
        /// Those that meet everything, oldest first.
        var processes: [ProcessEntry]
        /// Those of which it could not be learned whether they do.
        var undecided: [ProcessEntry]
        /// How many were left after each criterion, in the order of the criteria.
        var remaining: [Int]
    }

    /// The processes that meet all criteria. A file of a process is read only where it can still matter.
    mutating func find(_ criteria: [ProcessCriterion]) -> Findings {
        var findings = Findings(processes: self.candidates, undecided: [], remaining: [])
        for criterion in criteria {
            if case .name(let name) = criterion {
                findings.processes = self.bearing(name, among: findings.processes)
                findings.undecided = self.bearing(name, among: findings.undecided)
            } else {
                self.apply(criterion, to: &findings)
            }
            findings.remaining.append(findings.processes.count + findings.undecided.count)
        }
        findings.processes.sort(by: <)
        return findings
    }

    private mutating func apply(_ criterion: ProcessCriterion, to findings: inout Findings) {
        var undecided = findings.undecided.filter { self.test(criterion, $0) != false }
        findings.processes = findings.processes.filter { process in
            guard let isMet = self.test(criterion, process) else {
                undecided.append(process)
                return false
            }
            return isMet
        }
        findings.undecided = undecided
    }

    /// Whether a process meets a criterion; nil where this one may not know.
    mutating func test(_ criterion: ProcessCriterion, _ process: ProcessEntry) -> Bool? {
        self.read(process) { criterion.isMet(by: process, &$0) }
    }

    mutating func read<Value>(_ process: ProcessEntry, _ body: (inout ProcessAttributes) -> Value) -> Value {
        let unread = ProcessAttributes(of: process.identifier, files: self.files)
        return body(&self.attributes[process.identifier, default: unread])
    }

    /// The kernel's name decides, with the program's path where that name may be cut. Only if no process bears it, the
    /// first arguments are looked at, as pidof does for programs that have renamed themselves.
    private mutating func bearing(_ name: ProcessName, among processes: [ProcessEntry]) -> [ProcessEntry] {
        let found = processes.filter { process in
            name.matches(comm: process.comm)
                && (!name.mayBeCut || self.read(process) { name.matches(programNames: $0.programNames()) })
        }
        guard found.isEmpty else { return found }
        return processes.filter { process in
            let argument = self.read(process) { $0.firstArgument() }
            return argument.map { ProcessName.lastComponent(of: $0) } == name.bytes
        }
    }
}
