import Checks
import Glibc
import TestSupport
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
        ("(", "never closed"), ("[a", "never closed"), (")", "closes nothing"), ("*a", "repeats nothing"),
        ("a{2", "expected a count"), ("a{3,2}", "backwards"), ("[z-a]", "backwards"), ("[[:what:]]", "a class"),
        ("a\\", "at the end"), ("[[.a.]]", "not supported"), ("\\q", "means nothing"), ("a{99999}", "more than"),
        ("((a{1,250}){1,250}){1,250}b", "too large"), (String(repeating: "(", count: 99), "open"),
        ("(a)\\1", "back-references"),
        ("\\d+", "[0-9]"), ("a\\nb", "[[:space:]]"), (String(repeating: "a", count: 1025), "at most 1024"),
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

    @Test("what an evil text may cost is bounded, and a cancelled task stops")
    func cancellation() async throws {
        let regex = try RegularExpression("(a{0,40}){0,40}c")
        let text = [UInt8](repeating: UInt8(ascii: "a"), count: 50_000_000)
        let task = Task { regex.matches(text) }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        #expect(await task.value == false)
    }

    @Test("as the C library has it, wherever that ends")
    func oracle() throws {
        let atoms = [
            "a", "b", ".", "[ab]", "[^a]", "(a|b)", "(ab|a)", "\\b", "^", "$", "\\w", "(a*)", "(|b)", "[[:alpha:]]",
        ]
        let signs = ["", "", "*", "+", "?", "{2}", "{1,2}", "{0,1}", "{1,}"]
        var random = SeededGenerator(seed: 7)
        for _ in 0..<3000 {
            var pattern = ""
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let atom = atoms.randomElement(using: &random) ?? "a"
                // What a sign behind an anchor means is nobody's business.
                let isAnchor = ["^", "$", "\\b"].contains(atom)
                pattern += atom + (isAnchor ? "" : signs.randomElement(using: &random) ?? "")
                if Int.random(in: 0..<8, using: &random) == 0 { pattern += "|" }
            }
            let text = String(
                (0..<Int.random(in: 0...8, using: &random)).map { _ in "ab\n _".randomElement(using: &random) ?? "a" }
            )
            var compiled = regex_t()
            guard regcomp(&compiled, pattern, REG_EXTENDED | REG_NEWLINE | REG_NOSUB) == 0 else { continue }
            defer { regfree(&compiled) }
            let expected = regexec(&compiled, text, 0, nil, 0) == 0
            #expect(try RegularExpression(pattern).matches(text) == expected, "\(pattern) on \(text.debugDescription)")
        }
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
