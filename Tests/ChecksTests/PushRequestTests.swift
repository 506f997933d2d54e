import Checks
import TestSupport
import Testing

@Suite struct PushRequestTests {
    @Test(arguments: [
        PushRequest(check: "backup", status: .pass),
        PushRequest(check: "a \"b\" ä", status: .warn, summary: "tab\tand\nline", timeToLive: .milliseconds(1500)),
        PushRequest(check: "x", status: .fail, summary: "", timeToLive: .milliseconds(100), score: -254),
        PushRequest(check: "x", status: .unknown, timeToLive: PushRequest.longestTimeToLive, score: 254),
    ])
    func arrivesAsItWasSent(request: PushRequest) throws {
        let line = request.line
        #expect(line.last == UInt8(ascii: "\n"))
        #expect(!line.dropLast().contains(UInt8(ascii: "\n")))
        #expect(try PushRequest(parsing: line.dropLast()) == request)
    }

    @Test func whatNobodyKnowsIsIgnoredAndNullIsNothing() throws {
        let text = #" {"v":2,"push":{"check":"b","status":"fail","ttl":null,"score":null,"summary":null,"x":[1]}} "#
        #expect(try PushRequest(parsing: Array(text.utf8)) == PushRequest(check: "b", status: .fail))
    }

    @Test(arguments: [
        ("", "expected one JSON object on one line, found expected a JSON value at byte 0"),
        ("[1]", "expected an object named 'push'"),
        (#"{"push":7}"#, "expected an object named 'push'"),
        (#"{"push":{}}"#, "check: expected the name of a check"),
        (#"{"push":{"check":"","status":"pass"}}"#, "check: expected the name of a check"),
        (#"{"push":{"check":"a"}}"#, "status: expected one of pass, warn, fail, unknown"),
        (#"{"push":{"check":"a","status":"ok"}}"#, "status: expected one of pass, warn, fail, unknown"),
        (#"{"push":{"check":"a","status":"pass","summary":1}}"#, "summary: expected a text"),
        (#"{"push":{"check":"a","status":"pass","ttl":0}}"#, "ttl: expected seconds from 0.1 to 31536000"),
        (#"{"push":{"check":"a","status":"pass","ttl":0.05}}"#, "ttl: expected seconds from 0.1"),
        (
            #"{"push":{"check":"a","status":"pass","status":"fail"}}"#,
            "expected one JSON object on one line, found 'status' stands twice at byte"
        ),
        (#"{"push":{"check":"a","status":"pass","ttl":"30"}}"#, "ttl: expected seconds from 0.1"),
        (#"{"push":{"check":"a","status":"pass","ttl":1e300}}"#, "ttl: expected seconds from 0.1"),
        (#"{"push":{"check":"a","status":"pass","score":255}}"#, "score: expected an integer from -254 to 254"),
        (#"{"push":{"check":"a","status":"pass","score":0.5}}"#, "score: expected an integer from -254 to 254"),
    ])
    func anythingElseIsRefusedWithWhatWasExpected(text: String, message: String) {
        let error = #expect(throws: PushRequestError.self) { try PushRequest(parsing: Array(text.utf8)) }
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    }

    @Test func answersComeBack() {
        for answer in [PushAnswer.accepted, .refused("there is no check 'a'")] {
            #expect(PushAnswer(parsing: answer.line.dropLast()) == answer)
        }
        for text in ["", "{}", #"{"ok":false}"#, #"{"error":1}"#, "ok", #"{"ok":true} x"#] {
            #expect(PushAnswer(parsing: Array(text.utf8)) == nil)
        }
        #expect(PushAnswer.refused(String(repeating: "x", count: 5000)).line.count < PushAnswer.lineLimit)
    }

    @Test func forgedBytesNeverTrap() {
        var generator = SeededGenerator(seed: 31)
        let original = PushRequest(
            check: "backup",
            status: .pass,
            summary: "42 \u{1F600} files",
            timeToLive: .seconds(30),
            score: 7
        ).line
        for _ in 0..<5000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if let request = try? PushRequest(parsing: bytes) {
                #expect((try? PushRequest(parsing: request.line.dropLast())) == request)
            }
            _ = try? PushRequest(parsing: generator.bytes(upTo: 60))
            _ = PushAnswer(parsing: bytes)
        }
    }
}
