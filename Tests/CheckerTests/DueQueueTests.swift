import Testing

@testable import Checker

@Suite struct DueQueueTests {
    @Test func givesEntriesInTheOrderTheyAreDue() {
        var queue = DueQueue<Int>()
        for (id, due) in [30, 10, 20].enumerated() { queue.set(id, to: due) }
        #expect(queue.next == 10)
        #expect(queue.takeFirst(dueBy: 9) == nil)
        #expect(queue.takeFirst(dueBy: 10)?.id == 1)
        queue.set(0, to: 5)
        queue.set(2, to: nil)
        #expect(queue.takeFirst(dueBy: 100)?.id == 0)
        #expect(queue.takeFirst(dueBy: 100) == nil)
        #expect(queue.count == 0)
    }

    /// Against a list that is searched, over many thousand random changes.
    @Test func agreesWithAListThatIsSearched() {
        var generator = SystemRandomNumberGenerator()
        var queue = DueQueue<Int>()
        var model: [Int: Int] = [:]
        for _ in 0..<20_000 {
            let id = Int.random(in: 0..<64, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0:
                queue.set(id, to: nil)
                model[id] = nil
            case 1:
                let now = Int.random(in: 0..<1000, using: &generator)
                guard let taken = queue.takeFirst(dueBy: now) else {
                    #expect(!model.values.contains { $0 <= now })
                    continue
                }
                let first = model.min { ($0.value, $0.key) < ($1.value, $1.key) }
                #expect(taken.id == first?.key)
                #expect(taken.due == first?.value)
                model[taken.id] = nil
            default:
                let due = Int.random(in: 0..<1000, using: &generator)
                queue.set(id, to: due)
                model[id] = due
            }
            #expect(queue.next == model.values.min())
            #expect(queue.count == model.count)
        }
    }
}
