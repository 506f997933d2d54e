import Checks
import Configuration
import Testing
import VRRP

@testable import Failover

/// What is recorded on its way to the disk.
@Suite struct RecordingQueueTests {
    private static let beginning = NodeBeginning(
        build: "1.0",
        sources: [UInt8](repeating: 7, count: 100_000),
        generation: 3,
        at: Instant(nanoseconds: 5)
    )

    /// Takes everything that waits.
    private static func drain(_ queue: inout RecordingQueue) -> [RecordingPart] {
        var parts: [RecordingPart] = []
        while !queue.isEmpty {
            guard let part = queue.part() else { continue }
            parts.append(part)
            queue.sentPart()
        }
        return parts
    }

    private static func calls(_ parts: [RecordingPart]) throws -> [NodeCall] {
        var decoder = RecordingDecoder()
        decoder.append(RecordingFormat.head)
        decoder.append(parts.flatMap(\.bytes))
        var calls: [NodeCall] = []
        while let call = try decoder.next() { calls.append(call) }
        #expect(!decoder.isInsideRecord)
        return calls
    }

    private static func tick(_ queue: inout RecordingQueue, _ number: Int = 1, effects: [Effect] = []) -> Bool {
        queue.append(
            .tick,
            at: Instant(nanoseconds: Int64(number)),
            utc: UTCTime(nanoseconds: Int64(number) + 1),
            effects: effects
        )
    }

    @Test("records arrive in order and whole; parts say where a process begins and where a record ends")
    func order() throws {
        var queue = RecordingQueue(Self.beginning)
        let fits = [Self.tick(&queue, effects: [.stopped]), queue.clearedCounters()]
        #expect(fits == [true, true])
        queue.end(.left)
        let parts = Self.drain(&queue)
        #expect(parts.map(\.beginsRun) == [true, false, false, false, false])
        // The sources are longer than three parts.
        #expect(parts.map(\.endsRecord) == [false, false, false, true, true])
        let event = HandledEvent(
            .event(.tick),
            at: Instant(nanoseconds: 1),
            utc: UTCTime(nanoseconds: 2),
            effects: ["stopped"]
        )
        let calls = try Self.calls(parts)
        #expect(calls == [.began(Self.beginning), .handled(event), .clearedCounters, .ended(.left)])
        #expect(parts.allSatisfy { RecordingPart(decoding: $0.encoded()) == $0 })
        #expect(RecordingPart(decoding: []) == nil)
        #expect(RecordingPart(decoding: [4, 1]) == nil)
    }

    @Test("a part that was not taken is the next one again")
    func again() {
        var queue = RecordingQueue(Self.beginning)
        let first = queue.part()
        #expect(first?.bytes.count == 32 << 10)
        let again = queue.part()
        #expect(again == first)
        queue.sentPart()
        let next = queue.part()
        #expect(next != first)
    }

    @Test("a burst is put into words a little at a time, and arrives as one event")
    func burst() throws {
        var queue = RecordingQueue(NodeBeginning(build: "", sources: [], generation: 1, at: Instant(nanoseconds: 0)))
        let effects = (0..<1000).map { Effect.log(LogLine(.info, "line \($0)")) }
        let fits = Self.tick(&queue, effects: effects)
        #expect(fits)
        var attempts = 0
        while queue.part()?.bytes.count ?? 0 < 1000 {
            if queue.part() != nil { queue.sentPart() }
            attempts += 1
            try #require(attempts < 100)
        }
        #expect(attempts > 10)
        guard case .handled(let event)? = try Self.calls(Self.drain(&queue)).last else {
            Issue.record("the event is missing")
            return
        }
        #expect(event.effects == effects.map { CanonicalText.of($0) })
    }

    @Test("what nobody takes has a limit; then the recording ends, says so, and has no gap")
    func overflow() throws {
        var queue = RecordingQueue(Self.beginning)
        var number = 0
        while Self.tick(&queue, number) {
            number += 1
            try #require(number < 1_000_000)
        }
        #expect(number == RecordingQueue.limit / 512)
        #expect(queue.hasEnded)
        let isTold = !Self.tick(&queue, number + 1)
        #expect(!isTold, "it is told once")
        queue.end(.left)
        let calls = try Self.calls(Self.drain(&queue))
        #expect(calls.count == number + 2)
        #expect(calls.last == .ended(.overflow))
    }

    @Test("what is taken in time is never too much")
    func steady() throws {
        var queue = RecordingQueue(Self.beginning)
        for number in 0..<100_000 {
            let fits = Self.tick(&queue, number)
            try #require(fits)
            // One event always waits.
            if number > 0, queue.part() != nil { queue.sentPart() }
        }
        #expect(!queue.hasEnded)
    }

    @Test("nothing is kept for a writer that is gone")
    func discarded() {
        var queue = RecordingQueue(Self.beginning)
        queue.discard()
        let isTold = !Self.tick(&queue)
        let part = queue.part()
        #expect(!isTold && queue.isEmpty && part == nil)
    }

    @Test("a reload is recorded with the text it came from, and not with another")
    func reload() throws {
        var queue = RecordingQueue(NodeBeginning(build: "", sources: [], generation: 1, at: Instant(nanoseconds: 0)))
        let now = Instant(nanoseconds: 1)
        for (kept, generation) in [(UInt32(2), UInt32(2)), (3, 4)] {
            queue.keep([UInt8(kept)], of: kept)
            let event = Event.reload(AgentConfiguration(), generation: generation)
            let fits = queue.append(event, at: now, utc: UTCTime(nanoseconds: 0), effects: [])
            #expect(fits)
        }
        let events = try Self.calls(Self.drain(&queue)).compactMap { call -> RecordedEvent? in
            if case .handled(let event) = call { event.event } else { nil }
        }
        #expect(events == [.reload(sources: [2], generation: 2), .reload(sources: [], generation: 4)])
    }
}
