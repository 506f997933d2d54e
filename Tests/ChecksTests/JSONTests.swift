import Checks
import TestSupport
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        ("null", JSONValue.null),
        (" true ", .boolean(true)),
        ("-0", .number(0)),
        ("12.5e1", .number(125)),
        (#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#, .string("a\"\\/\u{8}\u{c}\n\r\té😀")),
        (#""\ud83d""#, .string("\u{fffd}")),
        (#""\ud83d\u0041""#, .string("\u{fffd}A")),
        ("[]", .array([])),
        ("[1, [2]]", .array([.number(1), .array([.number(2)])])),
        (#"{"a":{"b":null},"a":2}"#, .object(["a": .number(2)])),
        (" { } ", .object([:])),
        ("[1e400,-1e400]", .array([.number(.greatestFiniteMagnitude), .number(-.greatestFiniteMagnitude)])),
    ])
    func documents(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text.utf8) == value)
    }

    @Test(arguments: [
        ("", "a JSON value", 0), ("nul", "null", 0), ("[1,]", "a JSON value", 3), ("[1 2]", "',' or ']'", 3),
        (#"{"a" 1}"#, "':'", 5), ("{a:1}", "a name in quotes", 1), ("01", "the end", 1), ("1.", "a digit", 2),
        ("-", "a digit", 1), ("\"a", "the closing quote", 2), ("\"\n\"", "no control character", 1),
        (#""\x""#, "behind a backslash", 2), (#""\u12g4""#, "four hexadecimal digits", 5),
        ("{} x", "the end", 3),
    ])
    func mistakesHaveAPlace(text: String, message: String, offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text.utf8) }
        #expect(error?.message.contains(message) == true, "\(String(describing: error))")
        #expect(error?.offset == offset)
    }

    @Test(arguments: [(#"{"a":1,"b":{"a":2}}"#, nil), (#"{"a":1,"a":1}"#, 7), (#"[{"x":{"b":1, "b":2}}]"#, 14)])
    func aNameThatStandsTwiceIsRefusedWhereAskedFor(text: String, offset: Int?) {
        _ = #expect(throws: Never.self) { try JSONValue(parsing: text.utf8) }
        do throws(JSONError) {
            _ = try JSONValue(parsing: text.utf8, refusingDuplicates: true)
            #expect(offset == nil)
        } catch {
            #expect(error.offset == offset)
            #expect(error.message.hasSuffix("stands twice"))
        }
    }

    @Test func depthIsLimited() throws {
        let limit = JSONValue.depthLimit
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONValue(parsing: nested(limit).utf8)
        #expect(throws: JSONError.self) { try JSONValue(parsing: nested(limit + 1).utf8) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: nested(100_000).utf8) }
    }

    @Test func textsAreUTF8() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xff, 0x22]) }
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let value = JSONValue.object([
            "b": .array([.null, .boolean(false), .number(-1.5), .number(1e300), .number(3)]),
            "a\u{1}\"\\": .string("é\n\r\t😀"),
        ])
        #expect(try JSONValue(parsing: value.text.utf8) == value)
        #expect(value.text.contains(#""b":[null,false,-1.5,1e+300,3]"#))
    }

    @Test("any bytes give a value or an error", arguments: 0..<8 as Range<UInt64>)
    func totality(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let seedText = Array(#"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00",true,null,{"b":"c"}]}"#.utf8)
        for _ in 0..<2000 {
            var bytes = seedText
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: index)
                }
                if bytes.isEmpty { bytes = seedText }
            }
            if let value = try? JSONValue(parsing: bytes) {
                #expect((try? JSONValue(parsing: value.text.utf8)) == value)
            }
        }
    }

    static let document = #"{"status":"ok","n":7,"s":"12","list":[{"x":true}],"a/b":1,"m~n":2,"":3,"nil":null}"#

    @Test(arguments: [
        ("/status == ok", true, "ok"), ("/status != ok", false, "ok"), ("/status =~ ^o", true, "ok"),
        ("/n == 7", true, "7"), ("/n == 7.0", true, "7"), ("/n < 7", false, "7"), ("/n <= 7", true, "7"),
        ("/n > 6.5", true, "7"), ("/n >= 8", false, "7"), ("/s == 12", true, "12"), ("/s > 2", true, "12"),
        ("/status > 2", false, "ok"), ("/list/0/x == true", true, "true"), ("/list/1 exists", false, "nothing there"),
        ("/list/00 exists", false, "nothing there"), ("/a~1b == 1", true, "1"), ("/m~0n == 2", true, "2"),
        ("/ == 3", true, "3"), ("/nil == null", true, "null"), ("/nil exists", true, "null"),
        ("/gone absent", true, "nothing there"), ("/gone != 1", false, "nothing there"),
        ("/list/0 =~ true", true, #"{"x":true}"#),
    ])
    func conditions(words: String, holds: Bool, got: String) throws {
        let condition = try JSONCondition(words.split(separator: " ").map(String.init))
        let document = try JSONValue(parsing: Self.document.utf8)
        let answer = condition.evaluate(document)
        #expect(answer.holds == holds)
        #expect(answer.got == got)
        #expect(condition.expectation == words)
    }

    @Test(arguments: ["status == ok", "/a", "/a ~~ 1", "/a == 1 2", "/a exists 1", "/a~2 exists", "/a < x", "/a =~ ("])
    func badConditions(words: String) {
        #expect(throws: OptionError.self) { try JSONCondition(words.split(separator: " ").map(String.init)) }
    }
}
