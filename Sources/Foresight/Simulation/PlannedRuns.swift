import VRRP

/// Runs of checks to come, the next one first: a binary heap.
struct PlannedRuns: Sendable {
    struct Run: Sendable {
        var at: Instant
        /// Of those of one moment, the one that was planned first comes first.
        var order: UInt64
        var node: Int
        var check: Int
        var stamp: UInt32

        func isBefore(_ other: Run) -> Bool {
            self.at == other.at ? self.order < other.order : self.at < other.at
        }
    }

    private var heap: [Run] = []
    private var count: UInt64 = 0

    var next: Instant? { self.heap.first?.at }

    mutating func add(at time: Instant, node: Int, check: Int, stamp: UInt32) {
        self.count += 1
        self.heap.append(Run(at: time, order: self.count, node: node, check: check, stamp: stamp))
        var child = self.heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard self.heap[child].isBefore(self.heap[parent]) else { return }
            self.heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func takeFirst(by now: Instant) -> Run? {
        guard let first = self.heap.first, first.at <= now, let last = self.heap.popLast() else { return nil }
        guard !self.heap.isEmpty else { return first }
        self.heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < self.heap.count && self.heap[child].isBefore(self.heap[least]) {
                least = child
            }
            guard least != parent else { return first }
            self.heap.swapAt(least, parent)
            parent = least
        }
    }
}
