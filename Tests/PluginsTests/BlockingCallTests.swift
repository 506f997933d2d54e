import Checks
import Glibc
import Synchronization
import Testing

@testable import Plugins

/// More calls than threads: they wait in line.
@Suite(.serialized) struct BlockingCallTests {
    /// Takes every thread until it is told to let go.
    private final class Occupation: Sendable {
        private let isOver = Mutex(false)
        private let begun = Mutex(0)

        func begin(_ group: inout TaskGroup<Void>) async {
            for _ in 0..<BlockingCall.limit {
                group.addTask {
                    _ = await BlockingCall.run {
                        self.begun.withLock { $0 += 1 }
                        while !self.isOver.withLock({ $0 }) { usleep(1000) }
                    }
                }
            }
            while self.begun.withLock({ $0 }) < BlockingCall.limit { try? await Task.sleep(for: .milliseconds(1)) }
        }

        func end() { self.isOver.withLock { $0 = true } }
    }

    private final class Flag: Sendable {
        private let state = Mutex(false)
        var isSet: Bool { self.state.withLock { $0 } }
        func set() { self.state.withLock { $0 = true } }
    }

    @Test func aBurstIsAnsweredWholly() async {
        let count = BlockingCall.limit * 8
        let answers = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<count {
                group.addTask {
                    await BlockingCall.run {
                        usleep(1000)
                        return number
                    }
                }
            }
            return await group.reduce(into: Set<Int?>()) { $0.insert($1) }
        }
        #expect(answers == Set((0..<count).map(Optional.some)))
    }

    /// A user that is there is not reported unknown because others ask too.
    @Test func theLookupOfAUserWaitsForAThread() async throws {
        let name = try #require(unsafe getpwuid(geteuid())).pointee.pw_name
        let user = ScriptUser(user: unsafe String(cString: try #require(name)))
        let occupation = Occupation()
        await withTaskGroup(of: Void.self) { group in
            await occupation.begin(&group)
            group.addTask {
                let found = await ChildIdentity.find(for: user, mayChange: false)
                #expect(throws: Never.self) { try found.get() }
            }
            try? await Task.sleep(for: .milliseconds(50))
            occupation.end()
        }
    }

    @Test func whoIsCancelledInLineIsNeverCalled() async {
        let occupation = Occupation()
        let isCalled = Flag()
        let isTold = Flag()
        await withTaskGroup(of: Void.self) { group in
            await occupation.begin(&group)
            let waiting = Task {
                await BlockingCall.run(orElse: { isTold.set() }) { isCalled.set() }
            }
            try? await Task.sleep(for: .milliseconds(20))
            waiting.cancel()
            #expect(await waiting.value == nil)
            #expect(isTold.isSet)
            occupation.end()
        }
        // One more call goes through the whole line.
        _ = await BlockingCall.run {}
        #expect(!isCalled.isSet)
    }

    @Test func aCancelledTaskDoesNotWaitForItsCall() async {
        let isOver = Flag()
        let isTold = Flag()
        let isBegun = Flag()
        let waiting = Task {
            await BlockingCall.run(orElse: { isTold.set() }) {
                isBegun.set()
                while !isOver.isSet { usleep(1000) }
            }
        }
        while !isBegun.isSet { try? await Task.sleep(for: .milliseconds(1)) }
        waiting.cancel()
        let answer: Void? = await waiting.value
        #expect(answer == nil)
        #expect(!isTold.isSet)
        isOver.set()
    }
}
