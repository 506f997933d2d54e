import Failover

/// Items to be set and removed, in order: a thousand routes would hold a turn for longer than an advertisement may be late.
struct RoutingQueue {
    /// What is done together with the decision that asks for it: about 2 ms.
    static let atOnce = 256
    /// What is done of the rest on each turn.
    static let perTurn = 128

    /// A part of one effect.
    struct Job {
        var items: ArraySlice<PlacedItem>
        let owner: ItemOwner
        let action: Action

        enum Action: Hashable {
            case add(isRestoring: Bool)
            case remove
        }

        static func adding(_ items: [PlacedItem], owner: ItemOwner, isRestoring: Bool) -> Job {
            Job(items: items[...], owner: owner, action: .add(isRestoring: isRestoring))
        }

        static func removing(_ items: [PlacedItem], owner: ItemOwner) -> Job {
            Job(items: items[...], owner: owner, action: .remove)
        }
    }

    private var jobs: [Job] = []

    var isEmpty: Bool { self.jobs.isEmpty }

    /// What an owner removes is not set any more before that.
    mutating func append(_ job: Job) {
        if job.action == .remove {
            let leaving = Set(job.items)
            for index in self.jobs.indices where self.jobs[index].owner == job.owner && self.jobs[index].isAdding {
                self.jobs[index].items = self.jobs[index].items.filter { !leaving.contains($0) }[...]
            }
            self.jobs.removeAll { $0.items.isEmpty }
        }
        self.jobs.append(job)
    }

    /// Takes the next part, of at most this many items; nil if there is nothing to do.
    mutating func next(atMost count: Int) -> Job? {
        guard var job = self.jobs.first, count > 0 else { return nil }
        let rest = job.items.dropFirst(count)
        job.items = job.items.prefix(count)
        if rest.isEmpty {
            self.jobs.removeFirst()
        } else {
            self.jobs[0].items = rest
        }
        return job
    }
}

extension RoutingQueue.Job {
    fileprivate var isAdding: Bool {
        switch self.action {
        case .add: true
        case .remove: false
        }
    }
}
