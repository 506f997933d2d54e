import Checks
import Synchronization

/// The long-lived processes of this checker: checks that ask for the same program in the same way share one.
final class StreamPool: Sendable {
    static let shared = StreamPool()

    private let timing: StreamTiming
    private let processes = Mutex<[ChildProgram: Entry]>([:])

    private struct Entry {
        var process: StreamProcess
        var leases = 0
    }

    init(timing: StreamTiming = StreamTiming()) {
        self.timing = timing
    }

    /// A check's share in a process; given back when it is let go of. The last one ends the process.
    final class Lease: Sendable {
        let process: StreamProcess
        private let check: String
        private let pool: StreamPool

        fileprivate init(_ process: StreamProcess, _ check: String, _ pool: StreamPool) {
            self.process = process
            self.check = check
            self.pool = pool
        }

        deinit {
            self.process.leave(self.check)
            self.pool.giveBack(self.process)
        }
    }

    func lease(_ program: ChildProgram, for check: String, _ options: [StreamRequest.Option]) -> Lease {
        let process = self.processes.withLock { processes in
            var entry = processes[program] ?? Entry(process: StreamProcess(program, timing: self.timing))
            entry.leases += 1
            processes[program] = entry
            return entry.process
        }
        process.join(check, options)
        return Lease(process, check, self)
    }

    /// How many processes are known.
    var count: Int { self.processes.withLock { $0.count } }

    private func giveBack(_ process: StreamProcess) {
        self.processes.withLock { processes in
            guard var entry = processes[process.program] else { return }
            entry.leases -= 1
            processes[process.program] = entry.leases > 0 ? entry : nil
        }
    }
}
