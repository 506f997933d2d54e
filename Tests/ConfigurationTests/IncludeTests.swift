import Checks
import Configuration
import Testing
import VRRP

@Suite struct IncludeTests {
    private func including(_ main: String, _ files: [String: String] = [:], matches: [String: [String]] = [:])
        -> ConfigurationResult
    {
        var reader = MemoryReader(files: files, matches: matches)
        reader.files["/etc/k.conf"] = main
        return ConfigurationParser.parse(reader: &reader, mainFile: "/etc/k.conf", plugins: TestPlugins.all)
    }

    @Test("an included file stands in place of its line, relative to the file that names it")
    func nested() {
        let result = self.including(
            "global_defs {\n include sub/a.conf\n}\n",
            ["/etc/sub/a.conf": "include b.conf\nrouter_id ${_PWD}", "/etc/sub/b.conf": "vrrp_version 3"]
        )
        #expect(result.configuration?.global.routerID == "/etc/sub", "\(result.summary)")
        #expect(result.configuration?.global.version == .v3)
    }

    @Test(
        "a pattern includes every match, in order",
        arguments: ["include", "includer", "includem", "includew", "includea"]
    )
    func pattern(keyword: String) {
        let result = self.including(
            "\(keyword) \"i/*.conf\"\n",
            [
                "/etc/i/1.conf": "global_defs {\nrouter_id a\n}", "/etc/i/2.conf": "global_defs {\nrouter_id b\n}",
            ],
            matches: ["/etc/i/*.conf": ["/etc/i/1.conf", "/etc/i/2.conf"]]
        )
        #expect(result.configuration?.global.routerID == "b", "\(result.summary)")
    }

    /// keyword, pattern, whether the configuration is refused.
    static let missingFiles: [(String, String, Bool)] = [
        ("include", "none", false), ("includer", "none", false), ("includem", "none", true),
        ("includew", "n*", true), ("includea", "none", true), ("includeb", "{there,none}", true),
        ("include", "{there,none}", false), ("includem", "{there,none}", false), ("includea", "{there,none}", true),
        ("include", "broken", false), ("includer", "broken", true), ("includea", "broken", true),
        // Each of the others implies readable files.
        ("includem", "broken", true), ("includew", "broken", true), ("includeb", "broken", true),
    ]

    @Test("what a missing file means", arguments: missingFiles)
    func missingFile(keyword: String, pattern: String, isError: Bool) {
        var reader = MemoryReader(
            files: ["k.conf": "\(keyword) \(pattern)\n", "there": ""],
            matches: ["broken": ["broken"]],
            failures: ["broken": .unreadable("permission denied")]
        )
        let result = ConfigurationParser.parse(reader: &reader, mainFile: "k.conf", plugins: [])
        #expect((result.configuration == nil) == isError, "\(result.summary)")
        #expect(result.diagnostics.allSatisfy { $0.category == .file })
    }

    @Test("a circle is named")
    func circle() {
        let result = self.including(
            "include a.conf\n",
            ["/etc/a.conf": "\n include b.conf", "/etc/b.conf": "include /etc/a.conf"]
        )
        #expect(result.configuration == nil)
        #expect(result.diagnostics.first?.location.file == "/etc/b.conf")
        #expect(
            result.diagnostics.first?.message
                == "'/etc/a.conf' includes itself: /etc/k.conf → /etc/a.conf → /etc/b.conf → /etc/a.conf"
        )
    }

    @Test(
        "a circle is known by whatever way round it is written",
        arguments: [
            "include ./a.conf", "include sub/../a.conf", "include /etc/./sub/.././a.conf", "include ../etc//a.conf",
        ]
    )
    func spellings(line: String) {
        let path = line.dropFirst("include ".count)
        let absolute = path.hasPrefix("/") ? String(path) : "/etc/\(path)"
        let result = self.including(
            "include a.conf\n",
            ["/etc/a.conf": line, absolute: "global_defs {\n}\n"]
        )
        #expect(result.summary.count == 1)
        #expect(
            result.summary.first?.contains("includes itself: /etc/k.conf → /etc/a.conf → ") == true,
            "\(result.summary)"
        )
    }

    @Test("files that include one another too deep are reported once")
    func depth() {
        var files: [String: String] = [:]
        for index in 0..<40 { files["/etc/\(index)"] = "include \(index + 1)\ninclude \(index + 1)\n" }
        let result = self.including("include 0\n", files)
        #expect(result.diagnostics.count { $0.message.hasPrefix("files include one another") } == 1)
    }

    @Test("a folder is called one, and not a file that is missing")
    func folder() {
        var reader = MemoryReader(files: ["k.conf": "include sub\nincludem sub\n"], failures: ["sub": .isDirectory])
        reader.matches["sub"] = []
        let result = ConfigurationParser.parse(reader: &reader, mainFile: "k.conf", plugins: [])
        #expect(
            result.summary == [
                "1:1 warning cannot include 'sub': it is a directory, expected a file",
                "2:1 error cannot include 'sub': it is a directory, expected a file",
            ]
        )
    }

    @Test("a file that stands twice at the root is warned of; one that serves several blocks is not")
    func twice() {
        let result = self.including(
            "include g.conf\ninclude ./g.conf\n" + instance("include i.conf")
                + "vrrp_instance VI_2 {\ninclude i.conf\ninterface eth1\nvirtual_router_id 2\n"
                + "virtual_ipaddress {\n192.0.2.7\n}\n}\n",
            [
                "/etc/g.conf": "global_defs {\nrouter_id a\n}\n", "/etc/./g.conf": "global_defs {\nrouter_id a\n}\n",
                "/etc/i.conf": "priority 7\n",
            ]
        )
        #expect(
            result.summary == [
                "2:1 warning '/etc/./g.conf' was included at /etc/k.conf:1:1 already; what it holds stands twice"
            ],
            "\(result.summary)"
        )
    }

    @Test("endless chains end")
    func chain() {
        var files: [String: String] = [:]
        for index in 0..<100 {
            files["/etc/\(index)"] = "include \(index + 1)\ninclude \(index + 1)\n"
        }
        let result = self.including("include 0\n", files)
        #expect(result.configuration == nil)
        #expect(result.diagnostics.contains { $0.message.contains("16 deep") })
    }

    @Test("positions name the included file")
    func positions() {
        let result = self.including("include a.conf\n", ["/etc/a.conf": "\n  foo bar\n"])
        #expect(result.diagnostics.first?.location.description == "/etc/a.conf:2:3")
    }

    @Test("conditions and definitions apply to an include line, and a word that only starts so is a word")
    func others() {
        let result = self.including(
            "$F=a.conf\ninclude ${F}\n@other include b.conf\n@node1 include c.conf\nincluded x\n",
            ["/etc/a.conf": "a y\n", "/etc/b.conf": "b y\n", "/etc/c.conf": "c y\n"]
        )
        #expect(
            result.diagnostics.map(\.message) == [
                "unknown word 'a' in the root of the file", "unknown word 'c' in the root of the file",
                "unknown word 'included' in the root of the file",
            ]
        )
    }

    @Test("a repetition of includes reads the files in its order, each before the next")
    func repetition() {
        let result = self.including(
            "global_defs {\n~LST(n,a,b,c) include ${n}.conf\n}\n",
            [
                "/etc/a.conf": "router_id a\nvrrp_version 2", "/etc/b.conf": "router_id b\nvrrp_version 3",
                "/etc/c.conf": "router_id c",
            ]
        )
        #expect(result.configuration?.global.version == .v3, "\(result.summary)")
        #expect(result.configuration?.global.routerID == "c")
    }

    /// What `include_check` says, an include line below it, whether the configuration is refused.
    static let includeChecks: [(String, String, Bool)] = [
        ("", "include none", false), ("include_check", "include none", true),
        ("include_check readable", "include none", false), ("include_check readable", "include broken", true),
        ("include_check match", "include none", true), ("include_check match", "include broken", true),
        ("include_check brace_match", "include {there,none}", true),
        ("include_check match", "include {there,none}", false), ("include_check wildcard_match", "include n*", true),
        ("include_check\ninclude_check -match -wildcard_match -brace_match", "include none", false),
        ("include_check\ninclude_check -match -wildcard_match -brace_match", "include broken", true),
        ("include_check +match", "include none", true), ("include_check + match", "include none", true),
        ("include_check readable\ninclude_check +match", "include none", true),
        ("include_check +brace_match - match", "include {there,none}", true),
        ("include_check nonsense", "include none", false),
    ]

    @Test("include_check holds for the lines below it", arguments: includeChecks)
    func includeCheck(words: String, line: String, isError: Bool) {
        var reader = MemoryReader(
            files: ["k.conf": "global_defs {\n\(words)\n}\n\(line)\n", "there": ""],
            matches: ["broken": ["broken"]],
            failures: ["broken": .unreadable("permission denied")]
        )
        let result = ConfigurationParser.parse(reader: &reader, mainFile: "k.conf", plugins: [])
        #expect((result.configuration == nil) == isError, "\(result.summary)")
        #expect(words.contains("nonsense") == result.diagnostics.contains { $0.message.contains("nonsense") })
    }

    @Test("what an included file says of include_check ends with it")
    func includeCheckOfIncludedFile() {
        let result = self.including(
            "include a.conf\ninclude none\n",
            ["/etc/a.conf": "global_defs {\ninclude_check\n}\n"]
        )
        #expect(result.configuration != nil, "\(result.summary)")
    }

    @Test("all of it may be demanded from outside", arguments: [false, true])
    func allConfiguration(isDemanded: Bool) {
        var reader = MemoryReader(files: ["k.conf": "include none\n"])
        reader.facts.checksIncludes = isDemanded
        let result = ConfigurationParser.parse(reader: &reader, mainFile: "k.conf", plugins: [])
        #expect((result.configuration == nil) == isDemanded)
    }
}
