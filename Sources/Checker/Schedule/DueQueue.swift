/// What is due next among many: a binary heap whose entries can be moved and taken out, each in logarithmic time.
///
/// Entries are small numbers, at most one of each; the queue keeps no memory of those it has let go.
struct DueQueue<Instant: Comparable & Sendable>: Sendable {
    private struct Entry: Sendable {
        var due: Instant
        var id: Int

        /// Of two that are due at once, the one with the lower number is first.
        func precedes(_ other: Entry) -> Bool {
            self.due < other.due || self.due == other.due && self.id < other.id
        }
    }

    private var heap: [Entry] = []
    /// Where in the heap each entry stands, by its number; −1 = nowhere.
    private var positions: [Int] = []

    var count: Int { self.heap.count }

    /// When the first entry is due; nil for an empty queue.
    var next: Instant? { self.heap.first?.due }

    /// Puts an entry in, moves it, or (nil) takes it out.
    mutating func set(_ id: Int, to due: Instant?) {
        if id >= self.positions.count {
            self.positions.append(contentsOf: repeatElement(-1, count: id + 1 - self.positions.count))
        }
        let position = self.positions[id]
        guard let due else {
            if position >= 0 { self.remove(at: position) }
            return
        }
        guard position >= 0 else {
            self.heap.append(Entry(due: due, id: id))
            self.positions[id] = self.heap.count - 1
            self.siftUp(from: self.heap.count - 1)
            return
        }
        let before = self.heap[position].due
        self.heap[position].due = due
        if due < before { self.siftUp(from: position) } else if before < due { self.siftDown(from: position) }
    }

    /// Takes out the first entry if it is due.
    mutating func takeFirst(dueBy now: Instant) -> (id: Int, due: Instant)? {
        guard let first = self.heap.first, first.due <= now else { return nil }
        self.remove(at: 0)
        return (first.id, first.due)
    }

    private mutating func remove(at position: Int) {
        self.positions[self.heap[position].id] = -1
        let last = self.heap.removeLast()
        guard position < self.heap.count else { return }
        self.put(last, at: position)
        self.siftDown(from: position)
        self.siftUp(from: position)
    }

    private mutating func put(_ entry: Entry, at position: Int) {
        self.heap[position] = entry
        self.positions[entry.id] = position
    }

    private mutating func siftUp(from start: Int) {
        let entry = self.heap[start]
        var position = start
        while position > 0 {
            let parent = (position - 1) / 2
            guard entry.precedes(self.heap[parent]) else { break }
            self.put(self.heap[parent], at: position)
            position = parent
        }
        if position != start { self.put(entry, at: position) }
    }

    private mutating func siftDown(from start: Int) {
        let entry = self.heap[start]
        var position = start
        while true {
            var child = position * 2 + 1
            guard child < self.heap.count else { break }
            if child + 1 < self.heap.count, self.heap[child + 1].precedes(self.heap[child]) { child += 1 }
            guard self.heap[child].precedes(entry) else { break }
            self.put(self.heap[child], at: position)
            position = child
        }
        if position != start { self.put(entry, at: position) }
    }
}
