import Testing

@testable import Agent

@Suite("Configurations that wait to be parsed")
struct ConfigurationQueueTests {
    private static func entry(_ generation: UInt32) -> ConfigurationQueue.Entry {
        ConfigurationQueue.Entry(bytes: [], generation: generation)
    }

    private static func drain(_ queue: inout ConfigurationQueue) -> [String] {
        var found: [String] = []
        while let (entry, isGood) = queue.next() { found.append("\(entry.generation)\(isGood ? "" : "?")") }
        return found
    }

    @Test("one that is refused takes no good one along")
    func refused() {
        var queue = ConfigurationQueue()
        queue.append(Self.entry(2), isGood: true)
        queue.append(Self.entry(3), isGood: false)
        let isWaiting1 = queue.judge(3, isGood: false)
        #expect(isWaiting1)
        #expect(Self.drain(&queue) == ["2"])
    }

    @Test("of good ones the last counts, and one that turns out good is one of them")
    func last() {
        var queue = ConfigurationQueue()
        queue.append(Self.entry(2), isGood: true)
        queue.append(Self.entry(3), isGood: false)
        let isWaiting2 = queue.judge(3, isGood: true)
        #expect(isWaiting2)
        #expect(Self.drain(&queue) == ["3"])
        queue.append(Self.entry(4), isGood: false)
        queue.append(Self.entry(4), isGood: true)
        #expect(Self.drain(&queue) == ["4"])
    }

    @Test("who is parsed already does not wait here")
    func other() {
        var queue = ConfigurationQueue()
        queue.append(Self.entry(3), isGood: false)
        let isWaiting3 = queue.judge(2, isGood: true)
        #expect(!isWaiting3)
        #expect(Self.drain(&queue) == ["3?"])
        let isWaiting4 = queue.judge(3, isGood: true)
        #expect(!isWaiting4)
        #expect(Self.drain(&queue) == [])
    }
}
