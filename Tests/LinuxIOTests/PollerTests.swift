import CLinux
import Glibc
import LinuxIO
import Testing

extension KernelTests {
    @Suite struct PollerTests {
        @Test func namesWhatIsReady() throws {
            let (a, b) = (try TestPipe(), try TestPipe())
            let poller = try Poller()
            try poller.add(a.read, token: 7)
            try poller.add(b.read, token: .max)
            #expect(try poller.wait(timeoutMilliseconds: 0) == [])
            b.put("x")
            #expect(try poller.wait() == [.init(token: .max, readiness: .readable)])
            // Level-triggered: until it is read it stays ready.
            #expect(try poller.wait().count == 1)
            a.put("x")
            #expect(Set(try poller.wait().map(\.token)) == [7, .max])
        }

        @Test func changesInterest() throws {
            let pipe = try TestPipe()
            let poller = try Poller()
            try poller.add(pipe.write, token: 1, interest: [])
            #expect(try poller.wait(timeoutMilliseconds: 0) == [])
            try poller.modify(pipe.write, token: 2, interest: .writable)
            #expect(try poller.wait(timeoutMilliseconds: 0) == [.init(token: 2, readiness: .writable)])
            poller.remove(pipe.write)
            #expect(try poller.wait(timeoutMilliseconds: 0) == [])
            poller.remove(pipe.write)
            #expect(throws: SystemError(code: ENOENT, call: "epoll_ctl")) {
                try poller.modify(pipe.write, token: 2, interest: .writable)
            }
        }

        @Test func tellsOfTheOtherEnd() throws {
            let pipe = try TestPipe()
            let poller = try Poller()
            try poller.add(pipe.read, token: 1)
            pipe.closeWrite()
            #expect(try poller.wait() == [.init(token: 1, readiness: .hangup)])
        }

        @Test func refusesADescriptorTwice() throws {
            let pipe = try TestPipe()
            let poller = try Poller()
            try poller.add(pipe.read, token: 1)
            #expect(throws: SystemError(code: EEXIST, call: "epoll_ctl")) { try poller.add(pipe.read, token: 2) }
        }

        @Test func findsMoreThanOneBatchInTurns() throws {
            let poller = try Poller()
            var pipes: [TestPipe] = []
            for token in 0..<100 {
                let pipe = try TestPipe()
                pipes.append(pipe)
                pipe.put("x")
                try poller.add(pipe.read, token: UInt64(token))
            }
            var found: Set<UInt64> = []
            for _ in 0..<4 {
                let events = try poller.wait(timeoutMilliseconds: 0)
                #expect(events.count <= 64)
                found.formUnion(events.map(\.token))
            }
            #expect(found.count == 100)
        }
    }
}
