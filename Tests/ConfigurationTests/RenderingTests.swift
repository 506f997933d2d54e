import Checks
import Configuration
import Testing

/// What an operator reads.
@Suite struct RenderingTests {
    @Test("position, message, line, caret, fix")
    func complete() {
        let result = parse("vrrp_instance VI_1 {\n    prioritty 150\n}\n")
        #expect(
            result.diagnostics.last?.rendered() == """
                k.conf:2:5: warning: unknown word 'prioritty' in vrrp_instance
                        prioritty 150
                        ^~~~~~~~~
                    fix: did you mean 'priority'?
                """
        )
    }

    static let lines: [(String, Int, Int, String)] = [
        ("abc", 1, 3, "    abc\n    ^~~"),
        ("\tabc", 2, 3, "     abc\n     ^~~"),
        ("ä abc", 4, 3, "    ä abc\n      ^~~"),
        ("abc", 4, 1, "    abc\n       ^"),
        ("abc", 99, 50, "    abc\n       ^"),
        ("abc", 1, 0, "    abc\n    ^"),
        ("abc", 1, 99, "    abc\n    ^~~"),
        ("a\u{1b}[31mb", 6, 1, "    a [31mb\n         ^"),
        ("a äöü b", 3, 6, "    a äöü b\n      ^~~"),
        ("a \u{202e}x\u{2066}y", 1, 1, "    a  x y\n    ^"),
    ]

    @Test("the caret stands under the place", arguments: lines)
    func caret(line: String, column: Int, length: Int, expected: String) {
        let diagnostic = Diagnostic(
            .error,
            at: SourceLocation(file: "f", line: 3, column: column),
            "m",
            sourceLine: line,
            length: length
        )
        #expect(diagnostic.rendered() == "f:3:\(column): error: m\n" + expected)
    }

    @Test("a long line is cut around its place")
    func longLine() {
        let diagnostic = Diagnostic(
            .notice,
            at: SourceLocation(file: "f", line: 1, column: 301),
            "m",
            sourceLine: String(repeating: "x", count: 300) + "Y" + String(repeating: "z", count: 300)
        )
        let lines = diagnostic.rendered().split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.last?.count == 4 + 80 + 1)
        #expect(lines[1].dropFirst(4 + 80).first == "Y")
    }

    @Test("the caret stands under a word of a line of any length")
    func veryLongLine() {
        let line = "virtual_ipaddress { " + String(repeating: "ä", count: 600) + " }"
        let text = parse(instance(String(repeating: " ", count: 1500) + "prioritty 7 # " + line)).diagnostics
            .map { $0.rendered() }.joined()
        let lines = text.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[1].contains("prioritty"))
        let caret = lines[2].prefix { $0 == " " }.count
        #expect(lines[2].dropFirst(caret) == "^~~~~~~~~")
        #expect(lines[1].dropFirst(caret).hasPrefix("prioritty"))
        // Characters are not cut in two.
        #expect(!text.contains("\u{fffd}"))
    }

    @Test("and of a line in another encoding")
    func otherEncoding() {
        var bundle = SourceBundle(mainFile: "k.conf")
        bundle.files["k.conf"] = Array("\"".utf8) + [0xe4, 0xf6, 0xfc] + Array("\" foo\n".utf8)
        var reader = BundleReader(bundle)
        let result = ConfigurationParser.parse(reader: &reader, mainFile: "k.conf", plugins: [])
        #expect(
            result.diagnostics.map { $0.rendered().split(separator: "\n").dropFirst().prefix(2).joined(separator: "|") }
                == ["    \"\u{fffd}\u{fffd}\u{fffd}\" foo|    ^~~~~"]
        )
    }

    @Test("a password at the other end of a long line is not shown either")
    func longSecret() {
        let line = "auth_pass letmein" + String(repeating: " ", count: 400) + "x letmein2"
        let text = parse(instance(line)).diagnostics.map { $0.rendered() }.joined()
        #expect(!text.isEmpty && !text.contains("letmein"))
    }

    @Test("thousands of words that nobody knows take no time", .timeLimit(.minutes(1)))
    func unknownWords() {
        let words = (0..<5000).map { "prioritty\($0) x\n" }.joined()
        let clock = ContinuousClock()
        var result = parse("")
        let time = clock.measure { result = parse(instance(words)) }
        #expect(result.diagnostics.last?.message == "4800 more messages are not shown")
        #expect(time < .seconds(15))
    }

    @Test("a file cannot speak to the terminal")
    func controlCharacters() {
        let text = parse("foo\u{1b}]0;x\u{7} a\n").diagnostics.map { $0.rendered() }.joined()
        #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
        #expect(text.contains("foo ]0;x"))
    }

    @Test("messages come in the order of the files")
    func order() {
        let result = parse(
            "foo\n" + instance("track_script {\nnone\n}\nbar") + "baz\nvrrp_script s {\nscript x\ninterval 0\n}"
        )
        let lines = result.diagnostics.map(\.location.line)
        #expect(lines == lines.sorted())
        #expect(lines.count == 6)
    }

    @Test("many mistakes are counted, and an error is never among those left out")
    func flood() {
        let result = parse(String(repeating: "foo\n", count: 1000) + instance("priority 300"))
        #expect(result.configuration == nil)
        #expect(result.diagnostics.count { $0.severity == .error } == 1)
        #expect(result.diagnostics.last?.message == "800 more messages are not shown")
    }
}
