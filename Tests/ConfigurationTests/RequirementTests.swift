import Checks
import Configuration
import Testing

/// What checks say of one another: `requires`, and the members of composites.
@Suite struct RequirementTests {
    static func parse(_ text: String) -> ConfigurationResult {
        var reader = MemoryReader(files: ["k.conf": text])
        return ConfigurationParser.parse(
            reader: &reader,
            mainFile: "k.conf",
            plugins: BuiltinPlugins.descriptions
        )
    }

    /// One line a check: its name, its plugin line, and more words.
    static func checks(_ lines: [(String, String, String)]) -> String {
        lines.map { "check \($0.0) { \($0.1)\n\($0.2)\n}\n" }.joined()
    }

    @Test("names in any order, several on a line or several lines, each once")
    func names() {
        let text = Self.checks([
            ("shop", "process shop", "requires db cache\nrequires db\ntracked_by all"),
            ("db", "process db", "tracked_by all"), ("cache", "process cache", "tracked_by all"),
        ])
        let result = Self.parse(text + instance(""))
        #expect(result.summary == [])
        #expect(result.configuration?.checks.first?.requires == ["db", "cache"])
    }

    static let unknown: [(text: String, message: String, fix: String?)] = [
        (
            checks([("a", "process a", "requires bb"), ("b", "process b", "")]),
            "2:10 error requires names no check: 'bb' is not defined anywhere", "did you mean 'b'?"
        ),
        (
            checks([("a", "all_of b cde", ""), ("b", "process b", "")]),
            "1:20 error all_of names no check: 'cde' is not defined anywhere", nil
        ),
        (
            checks([("a", "at_least 2 b", ""), ("b", "process b", "")]),
            "1:20 error at_least 2 of 1 checks can never be up", "name more checks, or ask for fewer"
        ),
        (
            checks([("a", "any_of b b", ""), ("b", "process b", "")]), "1:20 error any_of names 'b' twice",
            "remove one of them"
        ),
        (
            checks([("a", "not b c", ""), ("b", "process b", ""), ("c", "process c", "")]),
            "1:17 error not takes one", nil
        ),
    ]

    @Test("what cannot be meant is an error", arguments: unknown)
    func unknownName(text: String, message: String, fix: String?) {
        let result = Self.parse(text + instance(""))
        #expect(result.configuration == nil)
        let error = result.summary.first { $0.contains(" error ") }
        #expect(error?.hasPrefix(message) == true, "\(result.summary)")
        if let fix { #expect(result.diagnostics.first { $0.severity == .error }?.fix == fix) }
    }

    static let circles: [(text: String, messages: [String])] = [
        (
            checks([("a", "process a", "requires a")]),
            ["2:10 error check 'a' waits for itself: a → a"]
        ),
        (
            checks([
                ("x", "process x", "requires a"), ("a", "process a", "requires b"), ("b", "process b", "requires c"),
                ("c", "process c", "requires a"),
            ]),
            ["11:10 error check 'a' waits for itself: a → b → c → a"]
        ),
        (
            checks([("all", "all_of a b", ""), ("a", "process a", "requires all"), ("b", "process b", "")]),
            ["5:10 error check 'all' waits for itself: all → a → all"]
        ),
        (
            checks([
                ("a", "process a", "requires b"), ("b", "process b", "requires a"), ("c", "not d", ""),
                ("d", "not c", ""),
            ]),
            [
                "5:10 error check 'a' waits for itself: a → b → a",
                "10:15 error check 'c' waits for itself: c → d → c",
            ]
        ),
    ]

    @Test("a circle is an error that shows the way round", arguments: circles)
    func circle(text: String, messages: [String]) {
        let result = Self.parse(text + instance(""))
        #expect(result.configuration == nil)
        #expect(result.summary.filter { $0.contains(" error ") } == messages)
    }

    @Test("a net without a circle is none, however deep and wide")
    func noCircle() {
        let chain = (0..<5000).map { ("c\($0)", "process c", $0 == 0 ? "" : "requires c\($0 - 1)") }
        let wide = (0..<5000).map { ("w\($0)", "process w", "requires c4999 c0") }
        #expect(Self.parse(Self.checks(chain + wide) + instance("")).summary.filter { $0.contains("error") } == [])
    }

    @Test("a long circle is shown in part")
    func longCircle() {
        let chain = (0..<5000).map { ("c\($0)", "process c", "requires c\(($0 + 1) % 5000)") }
        let result = Self.parse(Self.checks(chain) + instance(""))
        let errors = result.summary.filter { $0.contains(" error ") }
        #expect(errors.count == 1)
        #expect(errors.first?.hasSuffix("c0 → c1 → c2 → c3 → c4 → c5 → … → c4996 → c4997 → c4998 → c4999 → c0") == true)
    }

    static let weak: [(shop: String, db: String, warning: String?)] = [
        ("tracked_by all", "", "which it does not track"),
        ("tracked_by all", "tracked_by all\nmode observe", "which it does not track"),
        ("tracked_by all", "tracked_by all\nweight -20", "which weighs less there"),
        ("tracked_by all\nweight -30", "tracked_by all\nweight -20", "which weighs less there"),
        ("tracked_by all\nweight -30", "tracked_by all\nweight 20", "which weighs less there"),
        ("tracked_by all\nweight -20", "tracked_by all\nweight -20", nil),
        ("tracked_by all\nweight -20", "tracked_by all", nil),
        ("tracked_by all\nweight 20", "", nil),
        ("tracked_by all\nmode observe", "", nil),
        ("", "", nil),
    ]

    @Test("a blocked check counts for nothing, so what it requires must count as much", arguments: weak)
    func weakness(shop: String, db: String, warning: String?) {
        let text = Self.checks([("shop", "process shop", "requires db\n\(shop)"), ("db", "process db", db)])
        let result = Self.parse(text + instance(""))
        #expect(result.configuration != nil)
        let warnings = result.diagnostics.filter { $0.severity == .warning }
        #expect(warnings.count == (warning == nil ? 0 : 1), "\(result.summary)")
        if let warning {
            #expect(warnings.first?.message.contains(warning) == true, "\(result.summary)")
            #expect(warnings.first.map { "\($0.location.line):\($0.location.column)" } == "2:10")
        }
    }

    @Test("a disabled check is not waited for, and a composite is told that it will know nothing of it")
    func disabled() {
        let text = Self.checks([
            ("shop", "process shop", "requires db\ntracked_by all"), ("db", "process db", "mode disabled"),
            ("all", "all_of shop db", "tracked_by all"),
        ])
        let result = Self.parse(text + instance(""))
        #expect(
            result.summary == [
                "2:10 warning check 'db' is disabled; it is not waited for",
                "8:25 warning check 'db' is disabled; nothing will be known of it",
            ]
        )
        #expect(result.configuration?.checks.first?.requires == [])
    }

    @Test("files of checks alone: names may stand elsewhere, circles may not")
    func standalone() {
        var reader = MemoryReader(files: ["a.conf": Self.checks([("a", "process a", "requires elsewhere")])])
        var result = ConfigurationParser.parseChecks(
            reader: &reader,
            files: ["a.conf"],
            plugins: BuiltinPlugins.descriptions
        )
        #expect(result.diagnostics == [])
        #expect(result.checks.first?.requires == ["elsewhere"])
        reader.files["a.conf"] = Self.checks([("a", "process a", "requires a")])
        result = ConfigurationParser.parseChecks(
            reader: &reader,
            files: ["a.conf"],
            plugins: BuiltinPlugins.descriptions
        )
        #expect(result.hasErrors)
    }

    @Test("a member or a required check need not be tracked to be of use")
    func used() {
        let text = Self.checks([
            ("all", "all_of a b", "tracked_by all"), ("a", "process a", ""), ("b", "process b", ""),
        ])
        #expect(Self.parse(text + instance("")).summary == [])
    }
}
