import Checks
import Testing

@Suite struct RegularExpressionTests {
    @Test(arguments: [
        ("^ok$", "first\nok\nlast", true), ("^ok$", "not ok", false), ("a.c", "a\nc", false),
        ("(?i)READY", "ready", true),
        ("READY", "ready", false), ("(a|b){2}", "xba", true), ("[0-9]+%", "at 42%", true), ("", "anything", true),
        ("x", "", false), ("\\bup\\b", "is up.", true), ("\\.", "a", false),
    ])
    func matches(pattern: String, text: String, expected: Bool) throws {
        #expect(try RegularExpression(pattern).matches(text) == expected)
    }

    @Test func subjectsAreBytes() throws {
        #expect(try RegularExpression("end$").matches([0x00, 0xff, 0x00] + Array("the end".utf8)))
    }

    @Test(arguments: [
        ("(", "no regular expression"), ("[a", "no regular expression"), ("(a)\\1", "back-references"),
        ("\\d+", "[0-9]"), ("a\\nb", "[[:space:]]"), ("a\0b", "zero byte"),
        (String(repeating: "a", count: 1025), "at most 1024"),
    ])
    func refusals(pattern: String, message: String) {
        let error = #expect(throws: OptionError.self) { try RegularExpression(pattern) }
        #expect(error?.message.contains(message) == true, "\(String(describing: error))")
    }

    @Test("a backslash that is escaped itself is none")
    func escapedBackslash() throws {
        #expect(try RegularExpression("\\\\d").matches("\\d"))
    }

    @Test("patterns that explode elsewhere end here")
    func noExplosion() throws {
        let text = String(repeating: "a", count: 4000) + "b"
        #expect(try !RegularExpression("^(a+)+$").matches(text))
        #expect(try !RegularExpression("^(a|aa)*c").matches(text))
    }

    @Test("several tasks may use one expression")
    func shared() async throws {
        let regex = try RegularExpression("^line [0-9]+$")
        await withTaskGroup(of: Int.self) { group in
            for task in 0..<4 {
                group.addTask { (0..<500).count { regex.matches("line \($0 + task)") } }
            }
            for await count in group { #expect(count == 500) }
        }
    }
}
