import Checks
import TestSupport
import Testing

@testable import Plugins

/// The conversation as a value, byte by byte and all at once.
@Suite struct TCPConversationTests {
    struct Case: Sendable {
        var name: String
        var steps: [Conversation.Step]
        var input: String
        var closes = false
        var end: Conversation.Action
        var answers: [String] = []
    }

    static func expect(_ text: String) -> Conversation.Step { .expect(.bytes(Array(text.utf8))) }

    static func matching(_ pattern: String) throws -> Conversation.Step {
        .expect(.regex(try RegularExpression(pattern)))
    }

    static func refuse(_ text: String) -> Conversation.Step { .refuse(.bytes(Array(text.utf8))) }

    static func cases() throws -> [Case] {
        [
            Case(name: "nothing to say", steps: [], input: "", end: .finished),
            Case(name: "met", steps: [Self.expect("+PONG")], input: "+PONG\r\n", end: .finished, answers: ["+PONG"]),
            Case(name: "not yet", steps: [Self.expect("+PONG")], input: "+PO", end: .receive),
            Case(
                name: "closed without a word",
                steps: [Self.expect("x")],
                input: "",
                closes: true,
                end: .failed(.closed)
            ),
            Case(
                name: "closed after another word",
                steps: [Self.expect("x")],
                input: "y",
                closes: true,
                end: .failed(.wrongAnswer)
            ),
            Case(
                name: "the rest is left for the next",
                steps: [Self.expect("a"), Self.expect("b"), Self.expect("a")],
                input: "--a-b-a",
                end: .finished,
                answers: ["--a", "-b", "-a"]
            ),
            Case(
                name: "a match is not used twice",
                steps: [Self.expect("a"), Self.expect("a")],
                input: "a",
                end: .receive,
                answers: ["a"]
            ),
            Case(
                name: "an expression takes its line",
                steps: [try Self.matching("^220 "), Self.expect("250")],
                input: "220 hello\r\n250 fine\r\n",
                end: .finished,
                answers: ["220 hello\r\n", "250"]
            ),
            Case(
                name: "a line is taken whole, however late it ends",
                steps: [try Self.matching("^220 "), Self.expect("hello")],
                input: "220 hello\r\n",
                end: .receive,
                answers: ["220 hello\r\n"]
            ),
            Case(
                name: "an expression skips lines",
                steps: [try Self.matching("^role:master$")],
                input: "# Replication\r\nrole:master\r\nconnected_slaves:0\r\n",
                end: .finished,
                answers: ["# Replication\r\nrole:master\r\n"]
            ),
            Case(
                name: "a line that may go on does not end as wanted",
                steps: [try Self.matching("^role:master$")],
                input: "role:master",
                end: .receive
            ),
            Case(
                name: "a line that has ended does",
                steps: [try Self.matching("^role:master$")],
                input: "role:master",
                closes: true,
                end: .finished,
                answers: ["role:master"]
            ),
            Case(
                name: "an unfinished line matches what it holds",
                steps: [try Self.matching("^login:")],
                input: "login: ",
                end: .finished,
                answers: ["login: "]
            ),
            Case(
                name: "a refusal fails at once",
                steps: [Self.refuse("-"), Self.expect("+PONG")],
                input: "-NOAUTH Authentication required.\r\n",
                end: .failed(.refused)
            ),
            Case(
                name: "a refusal before the match counts",
                steps: [Self.refuse("-ERR"), Self.expect("+OK")],
                input: "-ERR x\r\n+OK\r\n",
                end: .failed(.refused)
            ),
            Case(
                name: "a refusal behind the match is the next one's",
                steps: [Self.refuse("-ERR"), Self.expect("+OK"), Self.expect("!")],
                input: "+OK\r\n-ERR",
                end: .failed(.refused),
                answers: ["+OK"]
            ),
            Case(
                name: "no end of an answer",
                steps: [Self.expect("never")],
                input: String(repeating: "x", count: TCPPlugin.answerLimit),
                end: .failed(.tooLong)
            ),
        ]
    }

    @Test(arguments: try cases())
    func theEndDoesNotDependOnTheCuts(of example: Case) {
        for size in example.input.utf8.count > 1000 ? [65536] : [1, 2, 3, 65536] {
            var conversation = Conversation(example.steps)
            var action = conversation.next()
            var rest = Array(example.input.utf8)[...]
            while action == .receive, !rest.isEmpty {
                conversation.receive(rest.prefix(size))
                rest = rest.dropFirst(size)
                action = conversation.next()
            }
            if action == .receive, example.closes {
                conversation.close()
                action = conversation.next()
            }
            #expect(action == example.end, "\(example.name), \(size) at a time")
            let answers = conversation.answers.map { String(decoding: $0, as: UTF8.self) }
            #expect(answers.count == example.answers.count, "\(example.name), \(size) at a time")
            // An expression may be met by the beginning of a line, which is all there is to show then.
            if size > 3 { #expect(answers == example.answers, "\(example.name)") }
        }
    }

    @Test func whatIsSentComesInOrder() {
        var conversation = Conversation([.send([1]), Self.expect("a"), .send([2]), .send([3])])
        #expect(conversation.next() == .send([1]))
        #expect(conversation.next() == .receive)
        conversation.receive(Array("a".utf8))
        #expect(conversation.next() == .send([2]))
        #expect(conversation.next() == .send([3]))
        #expect(conversation.next() == .finished)
        #expect(conversation.next() == .finished)
    }

    @Test func anyBytesEndIt() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            var conversation = Conversation([
                .refuse(.bytes([0x2d])), .expect(.bytes([0x2b, 0x0a])), try Self.matching("^[ab]+$"), .send([1]),
                Self.expect("b"),
            ])
            var rounds = 0
            while rounds < 64 {
                rounds += 1
                switch conversation.next() {
                case .finished, .failed: rounds = 100
                case .send: continue
                case .receive:
                    let alphabet: [UInt8] = [0x2b, 0x0a, 0x61, 0x62, 0xff, 0x2d]
                    conversation.receive((0..<4).compactMap { _ in alphabet.randomElement(using: &generator) })
                    if rounds == 60 { conversation.close() }
                }
            }
            #expect(rounds >= 100)
        }
    }
}
