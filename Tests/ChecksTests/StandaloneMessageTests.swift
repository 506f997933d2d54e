import TestSupport
import Testing

@testable import Checks

@Suite struct StandaloneMessageTests {
    static let definition: CheckDefinition = {
        var definition = CheckDefinition(
            name: "web",
            kind: "http",
            options: CheckOptions(
                arguments: ["http://127.0.0.1/", "x"],
                argument: .string("http://127.0.0.1/"),
                values: [
                    "text": .string("ä"), "words": .strings(["a", "b c"]), "bytes": .bytes([0, 255]),
                    "number": .integer(-3), "time": .duration(.milliseconds(1500)), "flag": .boolean(true),
                    "codes": .integerRanges([200...299, 304...304]), "place": .hostAndPort(host: "::1", port: 65535),
                ],
                entries: [
                    .init(name: "send", value: .string("a")), .init(name: "expect", value: .string("b")),
                    .init(name: "send", value: .string("c")),
                ]
            ),
            schedule: CheckSchedule(interval: .seconds(2), timeout: .milliseconds(800)),
            user: ScriptUser(user: "nobody", group: "nogroup"),
            origin: .script(command: "pidof nginx", native: true)
        )
        definition.demandsSafePath = true
        return definition
    }()

    @Test func aRequestArrivesAsItWas() throws {
        let request = StandaloneRequest(definition: Self.definition, healths: ["db": .down, "net": .up])
        #expect(try StandaloneRequest(decoding: request.encoded()) == request)
        let plain = StandaloneRequest(
            definition: CheckDefinition(
                name: "a",
                kind: "b",
                options: CheckOptions(arguments: [], argument: .string(""))
            )
        )
        #expect(try StandaloneRequest(decoding: plain.encoded()) == plain)
    }

    @Test func anAnswerKeepsItsAssertions() throws {
        let outcome = CheckOutcome(
            .warn,
            .tlsExpiring,
            "soon",
            duration: .milliseconds(3),
            output: "out",
            measurements: [.init(name: "days", value: 9.5, unit: "d")],
            assertions: CheckStatus.allCases.map { .init("a", expected: "b", got: "c", $0) },
            score: -4,
            queueDelay: .milliseconds(1)
        )
        #expect(try StandaloneAnswer(decoding: StandaloneAnswer(outcome).encoded()).outcome == outcome)
    }

    @Test("no bytes trap: cut off and changed messages are refused or read as others")
    func hostileBytes() throws {
        let request = StandaloneRequest(definition: Self.definition, healths: ["db": .down]).encoded()
        let answer = StandaloneAnswer(CheckOutcome(.pass, .ok, "x")).encoded()
        for count in 0..<request.count {
            #expect(throws: WireError.self) { try StandaloneRequest(decoding: Array(request.prefix(count))) }
        }
        for count in 0..<answer.count {
            #expect(throws: WireError.self) { try StandaloneAnswer(decoding: Array(answer.prefix(count))) }
        }
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<2000 {
            var bytes = request
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            _ = try? StandaloneRequest(decoding: bytes)
            _ = try? StandaloneAnswer(decoding: bytes)
        }
    }
}
