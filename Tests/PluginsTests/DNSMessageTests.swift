import TestSupport
import Testing

@testable import Plugins

@Suite struct DNSMessageTests {
    /// An answer to `www.example.org A`: a CNAME, then two addresses, names compressed.
    static let answer: [UInt8] =
        [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 3, 0, 0, 0, 0]
        // The question, at 12; `example` at 16, `org` at 24.
        + [3] + Array("www".utf8) + [7] + Array("example".utf8) + [3] + Array("org".utf8) + [0, 0, 1, 0, 1]
        // www.example.org CNAME web.example.org, at 33; the data at 45.
        + [0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 6, 3] + Array("web".utf8) + [0xc0, 16]
        + [0xc0, 45, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1]
        + [0xc0, 45, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 2]

    private func record(_ type: UInt16, _ data: [UInt8], class recordClass: UInt16 = 1) -> [UInt8] {
        [0, 0, 0x80, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0] + type.bigEndianBytes + recordClass.bigEndianBytes
            + [0, 0, 0, 9] + UInt16(data.count).bigEndianBytes + data
    }

    @Test func anAnswerIsRead() throws {
        let message = try DNSMessage(parsing: Self.answer)
        #expect(message.identifier == 0x1234)
        #expect(message.isResponse)
        #expect(!message.isCut)
        #expect(message.code == .noError)
        #expect(message.question == DNSMessage.Question(name: try #require(DNSName("www.example.org")), type: 1))
        #expect(message.answers.map(\.text) == ["web.example.org.", "192.0.2.1", "192.0.2.2"])
        #expect(message.answers.map { "\($0.name)" } == ["www.example.org.", "web.example.org.", "web.example.org."])
        #expect(message.records(of: .a) == ["192.0.2.1", "192.0.2.2"])
    }

    @Test(
        arguments: [
            (DNSType.a, [192, 0, 2, 1], "192.0.2.1"),
            (.aaaa, [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], "2001:db8::1"),
            (.mx, [0, 10, 2] + Array("mx".utf8) + [0], "10 mx."),
            (.srv, [0, 1, 0, 2, 0x13, 0xc4, 3] + Array("sip".utf8) + [0], "1 2 5060 sip."),
            (.txt, [3] + Array("v=1".utf8) + [3, 0x20, 0x22, 0xff], "v=1 \\\"\\255"),
            (.ptr, [0], "."),
            (
                .soa, [1, 0x6e, 0, 1, 0x2e, 0] + (1...5).flatMap { [0, 0, 0, UInt8($0)] as [UInt8] },
                "n. \\.. 1 2 3 4 5"
            ),
        ] as [(DNSType, [UInt8], String)]
    )
    func recordsAreWrittenAsInAZone(type: DNSType, data: [UInt8], text: String) throws {
        #expect(try DNSMessage(parsing: self.record(type.rawValue, data)).answers.map(\.text) == [text])
        // Cut short and grown longer, the data is not that of the record.
        #expect(throws: DNSMalformation.self) {
            try DNSMessage(parsing: self.record(type.rawValue, Array(data.dropLast())))
        }
        #expect(throws: DNSMalformation.self) { try DNSMessage(parsing: self.record(type.rawValue, data + [0x40])) }
    }

    @Test func unknownRecordsAreShownAsTheyAre() throws {
        let message = try DNSMessage(parsing: self.record(257, [0, 5, 0xab]))
        #expect(message.answers.map(\.text) == ["\\# 3 0005ab"])
        let chaos = try DNSMessage(parsing: self.record(16, [1], class: 3))
        #expect(chaos.answers.map(\.text) == ["\\# 1 01"])
    }

    @Test func compressionThatDoesNotPointBackIsRefused() {
        let header: [UInt8] = [0, 0, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        // At itself; ahead; at each other.
        #expect(throws: DNSMalformation.pointer) { try DNSMessage(parsing: header + [0xc0, 12, 0, 1, 0, 1]) }
        #expect(throws: DNSMalformation.pointer) { try DNSMessage(parsing: header + [0xc0, 14, 0, 1, 0, 1]) }
        #expect(throws: DNSMalformation.pointer) {
            try DNSMessage(parsing: header + [1, 0x61, 0xc0, 12, 0, 1, 0, 1])
        }
        #expect(throws: DNSMalformation.label) { try DNSMessage(parsing: header + [0x40, 0, 0, 1, 0, 1]) }
        let long = (0..<5).flatMap { _ in [63] + [UInt8](repeating: 0x61, count: 63) }
        #expect(throws: DNSMalformation.nameTooLong) { try DNSMessage(parsing: header + long + [0, 0, 1, 0, 1]) }
    }

    @Test func everyCutAnswerIsShort() {
        for length in 0..<Self.answer.count {
            #expect(throws: DNSMalformation.self) { try DNSMessage(parsing: Array(Self.answer.prefix(length))) }
        }
    }

    @Test func whateverComesIsReadToAnEnd() {
        var generator = SeededGenerator(seed: 53)
        for _ in 0..<20_000 {
            var bytes = Self.answer
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if Bool.random(using: &generator) { bytes.removeLast(Int.random(in: 0...40, using: &generator)) }
            _ = try? DNSMessage(parsing: bytes)
        }
        for _ in 0..<5000 {
            let count = Int.random(in: 0...120, using: &generator)
            // Many pointers.
            let bytes = (0..<count).map { _ in
                Bool.random(using: &generator) ? 0xc0 : UInt8.random(in: 0...60, using: &generator)
            }
            _ = try? DNSMessage(parsing: [0, 0, 0x80, 0, 0, 9, 0, 9, 0, 0, 0, 0] + bytes)
        }
    }

    @Test func aQuestionIsWritten() throws {
        let question = DNSQuestion(name: try #require(DNSName("a.org.")), type: .mx, wantsRecursion: true)
        #expect(
            question.wire(identifier: 0xabcd)
                == [0xab, 0xcd, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0x61, 3, 0x6f, 0x72, 0x67, 0, 0, 15, 0, 1]
        )
        let iterative = DNSQuestion(name: try #require(DNSName(".")), type: .ns, wantsRecursion: false)
        #expect(iterative.wire(identifier: 0) == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1])
    }

    @Test func onlyTheAnswerToTheQuestionIsTaken() throws {
        let question = DNSQuestion(name: try #require(DNSName("WWW.example.ORG")), type: .a, wantsRecursion: true)
        let message = try DNSMessage(parsing: Self.answer)
        #expect(message.answers(question, identifier: 0x1234))
        #expect(!message.answers(question, identifier: 0x1235))
        let other = DNSQuestion(name: question.name, type: .aaaa, wantsRecursion: true)
        #expect(!message.answers(other, identifier: 0x1234))
        var echo = message
        echo.isResponse = false
        #expect(!echo.answers(question, identifier: 0x1234))
        var bare = message
        bare.question = nil
        #expect(!bare.answers(question, identifier: 0x1234))
        bare.code = DNSCode(number: 5)
        #expect(bare.answers(question, identifier: 0x1234))
    }

    @Test func namesAreReadAndReversed() throws {
        #expect(DNSName("a..b") == nil)
        #expect(DNSName("") == nil)
        #expect(DNSName(String(repeating: "a", count: 64)) == nil)
        #expect(DNSName(Array(repeating: "abcdefg", count: 32).joined(separator: ".")) == nil)
        #expect(DNSName("_sip._tcp.example.org")?.description == "_sip._tcp.example.org.")
        let four = try SocketAddress.lookUp("192.0.2.1", port: 0, .numeric).get()
        #expect(DNSName.reverse(of: four[0])?.description == "1.2.0.192.in-addr.arpa.")
        let six = try SocketAddress.lookUp("2001:db8::1", port: 0, .numeric).get()
        let nibbles = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa."
        #expect(DNSName.reverse(of: six[0])?.description == nibbles)
    }

    @Test(arguments: [
        ("# x\nnameserver 192.0.2.53\nnameserver 192.0.2.54\n", "192.0.2.53"),
        ("search a\n  nameserver\tfe80::1%eth0 \n", "fe80::1%eth0"), ("nameserver\n", "127.0.0.1"), ("", "127.0.0.1"),
    ])
    func theFirstServerIsFound(configuration: String, server: String) {
        #expect(NameServer.first(in: configuration) == server)
    }

    @Test(
        arguments: [
            ("192.0.2.1", "192.0.2.1", 53), ("192.0.2.1:5353", "192.0.2.1", 5353), ("[::1]", "::1", 53),
            ("[::1]:54", "::1", 54), ("fe80::1", "fe80::1", 53), ("ns.example.org:54", "ns.example.org", 54),
        ] as [(String, String, UInt16)]
    )
    func serversMayHaveAPort(text: String, host: String, port: UInt16) {
        #expect(NameServer.parts(of: text) == (host, port))
    }
}
