import Synchronization

/// The programs the checks of this process are running now. They, and what they start, are no service: a process check
/// that looks for `nginx` in command lines must not find the script that looks for it too.
final class CheckPrograms: Sendable {
    static let shared = CheckPrograms()

    private struct State {
        var leaders: [Int32: Int] = [:]
        /// Programs that are being started, whose numbers nobody knows yet.
        var starting = 0
    }

    private let state = Mutex(State())

    /// A program is about to be started.
    func willStart() {
        self.state.withLock { $0.starting += 1 }
    }

    /// It has been started, or it has not.
    func didStart(_ identifier: Int32?) {
        self.state.withLock { state in
            state.starting -= 1
            if let identifier { state.leaders[identifier, default: 0] += 1 }
        }
    }

    func didEnd(_ identifier: Int32) {
        self.state.withLock { state in
            guard let count = state.leaders[identifier] else { return }
            state.leaders[identifier] = count > 1 ? count - 1 : nil
        }
    }

    /// The identifiers of these processes that belong to a program of a check.
    ///
    /// - Parameter now: Clock ticks since the system's start. While a program is being started, children of this
    ///   process that are younger than a second are taken for it.
    func members(of processes: [ProcessEntry], ownIdentifier: Int32, now: UInt64, ticksPerSecond: UInt64) -> Set<Int32>
    {
        let (leaders, isStarting) = self.state.withLock { (Set($0.leaders.keys), $0.starting > 0) }
        guard isStarting || !leaders.isEmpty else { return [] }
        var members = Set<Int32>()
        for process in processes {
            let isYoungChild =
                isStarting && process.parent == ownIdentifier && process.startTime + ticksPerSecond >= now
            if isYoungChild || leaders.contains(process.identifier) || leaders.contains(process.group) {
                members.insert(process.identifier)
            }
        }
        // What they started in groups of its own; a generation at a time.
        var isGrowing = !members.isEmpty
        while isGrowing {
            let children = processes.filter { members.contains($0.parent) && !members.contains($0.identifier) }
            members.formUnion(children.map(\.identifier))
            isGrowing = !children.isEmpty
        }
        return members
    }
}
