import Glibc
import TestSupport
import Testing

@testable import Plugins

@Suite struct EchoMessageTests {
    private let message = EchoMessage(family: AF_INET, identifier: 0x1234, cookie: 0x0102_0304_0506_0708, size: 16)

    @Test func aRequestIsWritten() {
        let bytes = self.message.wire(sequence: 0x0a0b)
        #expect(bytes[..<2] == [8, 0])
        #expect(bytes[4..<8] == [0x12, 0x34, 0x0a, 0x0b])
        #expect(bytes[8..<16] == [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(bytes.count == 24)
        // With its sum in place, a message sums up to zero.
        #expect(EchoMessage.checksum(of: bytes) == 0)
        #expect(EchoMessage.checksum(of: [0x45, 0x00, 0x01]) == ~UInt16(0x4500 + 0x0100))
    }

    @Test func ofIPv6TheKernelSums() {
        let message = EchoMessage(family: AF_INET6, identifier: 1, cookie: 2, size: 56)
        let bytes = message.wire(sequence: 3)
        #expect(bytes[..<4] == [128, 0, 0, 0])
        #expect(bytes.count == 64)
    }

    @Test func onlyItsOwnAnswerIsTaken() {
        var answer = self.message.wire(sequence: 7)
        #expect(self.message.sequence(ofAnswer: answer, hasHeader: false) == nil)
        answer[0] = 0
        #expect(self.message.sequence(ofAnswer: answer, hasHeader: false) == 7)
        let header: [UInt8] = [0x45] + [UInt8](repeating: 0, count: 19)
        #expect(self.message.sequence(ofAnswer: header + answer, hasHeader: true) == 7)
        let options: [UInt8] = [0x46] + [UInt8](repeating: 0, count: 23)
        #expect(self.message.sequence(ofAnswer: options + answer, hasHeader: true) == 7)
        #expect(self.message.sequence(ofAnswer: answer, hasHeader: true) == nil)
        answer[15] ^= 1
        #expect(self.message.sequence(ofAnswer: answer, hasHeader: false) == nil)
    }

    @Test func whateverComesIsReadToAnEnd() {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<5000 {
            var bytes = [0x45] + [UInt8](repeating: 0, count: 19) + self.message.wire(sequence: 1)
            bytes[0] = UInt8.random(in: 0...255, using: &generator)
            bytes[20] = 0
            bytes.removeLast(Int.random(in: 0...bytes.count, using: &generator))
            _ = self.message.sequence(ofAnswer: bytes, hasHeader: true)
            _ = self.message.sequence(ofAnswer: bytes, hasHeader: false)
        }
    }
}
