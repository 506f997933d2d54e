import Glibc
import LinuxIO
import Testing

extension KernelTests {
    @Suite struct MessageSocketTests {
        @Test func keepsMessagesApart() throws {
            let (a, b) = try MessageSocket.pair()
            #expect(try b.receive() == .nothing)
            #expect(try a.send([1, 2, 3]))
            #expect(try a.send([4]))
            #expect(try becomesReadable(b.descriptor))
            #expect(try b.receive() == .message([1, 2, 3]))
            #expect(try b.receive() == .message([4]))
            #expect(try b.receive() == .nothing)
            #expect(try b.send([5]))
            #expect(try a.receive() == .message([5]))
        }

        @Test(arguments: [1, 4096, 65537, MessageSocket.maximumMessageSize])
        func carriesLongMessagesWhole(size: Int) throws {
            let (a, b) = try MessageSocket.pair()
            let message = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            #expect(try a.send(message))
            #expect(try b.receive() == .message(message))
        }

        @Test(arguments: [0, MessageSocket.maximumMessageSize + 1])
        func refusesMessagesOfImpossibleLength(size: Int) throws {
            let (a, b) = try MessageSocket.pair()
            let error = #expect(throws: SystemError.self) { try a.send([UInt8](repeating: 1, count: size)) }
            #expect(error?.code == EMSGSIZE)
            #expect(try b.receive() == .nothing)
        }

        /// The other end may be a program that knows no limit.
        @Test func dropsAnOversizedMessageAndReadsOn() throws {
            let (a, b) = try MessageSocket.pair()
            let size = MessageSocket.maximumMessageSize + 1
            #expect(send(a.descriptor, [UInt8](repeating: 1, count: size), size, 0) == size)
            #expect(try a.send([9]))
            let error = #expect(throws: SystemError.self) { try b.receive() }
            #expect(error?.code == EMSGSIZE)
            #expect(try b.receive() == .message([9]))
        }

        @Test func saysWhenThereIsNoRoom() throws {
            let (a, b) = try MessageSocket.pair()
            let message = [UInt8](repeating: 1, count: 65536)
            var sent = 0
            while try a.send(message) {
                sent += 1
                try #require(sent < 1000)
            }
            #expect(sent > 0)
            for _ in 0..<sent { #expect(try b.receive() == .message(message)) }
            #expect(try b.receive() == .nothing)
            #expect(try a.send(message))
        }

        @Test func tellsTheEnd() throws {
            let (a, other) = try MessageSocket.pair()
            var b: MessageSocket? = other
            _ = consume other
            #expect(try b?.send([1]) == true)
            b = nil
            #expect(try a.receive() == .message([1]))
            #expect(try a.receive() == .closed)
            let error = #expect(throws: SystemError.self) { try a.send([1]) }
            #expect(error?.code == EPIPE)
        }

        /// The other end died with messages of ours unread.
        @Test func tellsASuddenEnd() throws {
            let (a, other) = try MessageSocket.pair()
            var b: MessageSocket? = other
            _ = consume other
            #expect(try a.send([1]))
            withExtendedLifetime(b) {}
            b = nil
            #expect(try a.receive() == .closed)
        }
    }
}
