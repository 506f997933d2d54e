import Checks
import Foresight
import Foundation
import Testing

@testable import Configuration
@testable import baton

/// `baton lint` and `baton explain W01`.
@Suite(.timeLimit(.minutes(2))) struct LintCommandTests {
    private let folder: TemporaryFolder

    init() throws {
        self.folder = try TemporaryFolder()
    }

    private static func node(_ priority: Int, weight: Int, extra: String = "", of check: String = "") -> String {
        """
        vrrp_script chk {
            script "pidof nginx"
            interval 2
            weight \(weight)\(check)
        }
        vrrp_instance VI_1 {
            state BACKUP
            interface eth0
            virtual_router_id 51
            priority \(priority)
            virtual_ipaddress {
                192.0.2.1/24
            }
            track_script {
                chk\(extra)
            }
        }

        """
    }

    private func lint(_ arguments: String...) throws -> Program.Result {
        try Program.baton(["lint"] + arguments, in: self.folder.path)
    }

    @Test("text has place, rule, counterexample and fix, and ends with 1")
    func text() throws {
        try self.folder.write("a.conf", Self.node(150, weight: -30))
        try self.folder.write("b.conf", Self.node(100, weight: -30))
        let result = try self.lint("a.conf", "b.conf")
        #expect(result.code == 1)
        #expect(result.lines.count == 4)
        #expect(result.lines.first?.hasPrefix("a.conf:15:9: error[W01]: ") == true)
        #expect(result.lines.dropFirst().first?.hasPrefix("    counterexample: ") == true)
        #expect(result.lines.dropFirst(2).first?.hasPrefix("    fix: ") == true)
        #expect(result.lines.last == "2 nodes: 1 error, 0 warnings, 0 notices")
        #expect(result.errors.isEmpty)
    }

    @Test("a healthy pair has no findings, whatever is denied; a folder is the same cluster")
    func healthy() throws {
        try self.folder.write("a.conf", Self.node(150, weight: -60))
        try self.folder.write("b.conf", Self.node(100, weight: -60))
        let result = try self.lint("--cluster", ".", "--deny-warnings")
        #expect(result.code == 0)
        #expect(result.output == "2 nodes: no findings\n")
    }

    @Test("warnings end with 3 where they are denied, and with 0 where they are silenced with a reason")
    func warnings() throws {
        let slow = "\n    fall 2\n    raise 2"
        try self.folder.write("a.conf", Self.node(150, weight: -60, of: slow))
        #expect(try self.lint("a.conf").code == 0)
        let denied = try self.lint("a.conf", "--deny-warnings")
        #expect(denied.code == 3)
        #expect(denied.output.contains("warning[W18]"))
        try self.folder.write(
            "a.conf",
            Self.node(150, weight: -60, of: slow + " # lint: ignore W18 reason: for another tool")
        )
        let silenced = try self.lint("a.conf", "--deny-warnings")
        #expect(silenced.code == 0, "\(silenced.output)")
        #expect(silenced.output == "1 node: no findings; 1 silenced\n")
        try self.folder.write("a.conf", Self.node(150, weight: -60, of: slow + " # lint: ignore W18"))
        #expect(try self.lint("a.conf", "--deny-warnings").code == 3)
    }

    @Test("a file that does not load ends with 1, one that is not there with 4, and no file with 64")
    func exitCodes() throws {
        try self.folder.write("a.conf", Self.node(300, weight: -60))
        let refused = try self.lint("a.conf")
        #expect(refused.code == 1)
        #expect(refused.output.contains("a.conf:10:14: error[W19]"))
        #expect(try self.lint("gone.conf").code == 4)
        #expect(try self.lint("--cluster", "gone").code == 4)
        #expect(try self.lint().code == 64)
        #expect(try self.lint("a.conf", "--cluster", ".").code == 64)
    }

    /// What a `keepalived.conf` says of the folder of its checks, and of the check in it.
    static let folders: [(words: String, tracks: String, more: String)] = [
        ("", "", "tracked_by all"),
        ("global_defs {\n checks_dir /etc/baton-none/checks.d\n}\n", "", "tracked_by all"),
        ("", "track_script {\n web\n }", ""),
    ]

    @Test("checks in the folder of a node are looked at, and their comments heard", arguments: folders)
    func nodeFolders(words: String, tracks: String, more: String) throws {
        for (node, priority) in [("a", 150), ("b", 100)] {
            try FileManager.default.createDirectory(
                atPath: "\(self.folder.path)/\(node)/checks.d",
                withIntermediateDirectories: true
            )
            try self.folder.write(
                "\(node)/keepalived.conf",
                """
                \(words)vrrp_instance VI_1 {
                    state BACKUP
                    interface eth0
                    virtual_router_id 51
                    priority \(priority)
                    virtual_ipaddress {
                        192.0.2.1/24
                    }
                    \(tracks)
                }

                """
            )
            try self.folder.write(
                "\(node)/checks.d/web.conf",
                "check web {\n process nginx\n weight -30\n \(more)\n}\n# lint: ignore W02 reason: nothing\n"
            )
        }
        let result = try self.lint("--cluster", ".")
        #expect(result.output.contains("error[W01]: when 'web' fails on a, its priority goes from 150 to 120"))
        #expect(result.output.contains("a/checks.d/web.conf:6:1: notice[silence]"), "\(result.output)")
        #expect(result.code == 1)
        let proof = try Program.baton(["simulate", "--prove", "--cluster", self.folder.path])
        #expect(!(proof.output + proof.errors).contains("not defined"), "\(proof.errors)")
    }

    @Test("a file alone has the host's lines, or those of --id")
    func identity() throws {
        let host = try String(contentsOfFile: "/proc/sys/kernel/hostname", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        for name in ["keepalived.conf", "a.conf"] {
            try self.folder.write(
                name,
                Self.node(150, weight: -60).replacingOccurrences(
                    of: "    priority 150",
                    with: "    @\(host) priority 300\n    @other priority 310\n    @^\(host) priority 150"
                ).replacingOccurrences(of: "eth0", with: "lo")
            )
            for options in [[], ["--this-host"], ["--id", host], ["--this-host", "--id", host]] {
                let result = try Program.baton(["lint", name] + options, in: self.folder.path)
                #expect(result.code == 1 && result.output.contains("300"), "\(options) \(result.output)")
                #expect(!result.output.contains("310"))
            }
            #expect(try self.lint(name, "--id", "other").output.contains("310"))
        }
        #expect(try self.lint("a.conf", "keepalived.conf", "--id", "other").code == 64)
        #expect(try self.lint("a.conf", "keepalived.conf", "--this-host").output.contains("300"))
    }

    @Test("a comment in an included file silences what is found there")
    func included() throws {
        for (node, priority) in [("a", 150), ("b", 100)] {
            let text = Self.node(priority, weight: -30).replacingOccurrences(
                of: "    track_script {\n        chk\n    }",
                with: "    include \(node).inc"
            )
            try self.folder.write("\(node).conf", text)
        }
        try self.folder.write("a.inc", "track_script {\n chk # lint: ignore W01 reason: meant\n}\n")
        try self.folder.write("b.inc", "track_script {\n chk\n}\n")
        let result = try self.lint("a.conf", "b.conf")
        #expect(result.output == "2 nodes: no findings; 1 silenced\n")
        #expect(result.code == 0)
    }

    @Test("an included file that cannot be read is a warning")
    func unreadableInclude() throws {
        try self.folder.write("a.conf", "include gone.inc\n" + Self.node(150, weight: -60))
        let result = try self.lint("a.conf")
        #expect(result.code == 0)
        #expect(result.output.contains("a.conf:1:1: warning[configuration]"), "\(result.output)")
    }

    @Test("JSON has every name that is documented")
    func json() throws {
        try self.folder.write("a.conf", Self.node(150, weight: -30))
        try self.folder.write("b.conf", Self.node(100, weight: -30))
        let result = try self.lint("a.conf", "b.conf", "--format", "json")
        let document = try JSONValue(parsing: Array(result.output.utf8))
        #expect(document["schema"]?.string == "lint/v1")
        #expect(document["summary"]?["errors"]?.integer == 1)
        #expect(document["nodes"]?.array?.compactMap(\.string) == ["a", "b"])
        let finding = try #require(document["findings"]?.array?.first)
        #expect(finding["rule"]?.string == "W01")
        #expect(finding["file"]?.string == "a.conf")
        #expect(finding["line"]?.integer == 15)
        #expect(finding["column"]?.integer == 9)
        let names = [
            "rule", "title", "severity", "file", "line", "column", "node", "instance", "check", "message",
            "counterexample", "fix",
        ]
        let page = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(
                path: "../../Documentation/Lint.md"
            ),
            encoding: .utf8
        )
        for name in names {
            #expect(finding[name] != nil, "\(name)")
            #expect(page.contains("`\(name)`"), "\(name)")
        }
    }

    @Test("SARIF has the shape of version 2.1.0")
    func sarif() throws {
        try self.folder.write("a b.conf", Self.node(150, weight: -30, extra: " # lint: ignore W01 reason: a test"))
        try self.folder.write("b.conf", Self.node(100, weight: -200))
        let result = try self.lint("a b.conf", "b.conf", "--format", "sarif")
        let document = try JSONValue(parsing: Array(result.output.utf8))
        #expect(document["$schema"]?.string?.hasPrefix("https://") == true)
        #expect(document["$schema"]?.string?.hasSuffix("sarif-2.1.0.json") == true)
        #expect(document["version"]?.string == "2.1.0")
        let run = try #require(document["runs"]?.array?.first)
        #expect(document["runs"]?.array?.count == 1)
        let driver = try #require(run["tool"]?["driver"])
        #expect(driver["name"]?.string == "baton")
        let rules = try #require(driver["rules"]?.array)
        let identifiers = rules.compactMap { $0["id"]?.string }
        #expect(Array(identifiers.prefix(29)) == LintRule.allCases.map(\.rawValue))
        for rule in rules {
            #expect(rule["shortDescription"]?["text"]?.string?.isEmpty == false)
            #expect(rule["help"]?["text"]?.string?.isEmpty == false)
            #expect(rule["helpUri"] == nil)
            let level = try #require(rule["defaultConfiguration"]?["level"]?.string)
            #expect(["note", "warning", "error"].contains(level))
        }
        let results = try #require(run["results"]?.array)
        #expect(!results.isEmpty)
        for result in results {
            let rule = try #require(result["ruleId"]?.string)
            #expect(identifiers.contains(rule))
            let level = try #require(result["level"]?.string)
            #expect(["note", "warning", "error"].contains(level))
            #expect(result["message"]?["text"]?.string?.isEmpty == false)
            let place = try #require(result["locations"]?.array?.first?["physicalLocation"])
            let uri = try #require(place["artifactLocation"]?["uri"]?.string)
            #expect(["a%20b.conf", "b.conf"].contains(uri))
            let line = try #require(place["region"]?["startLine"]?.integer)
            let column = try #require(place["region"]?["startColumn"]?.integer)
            #expect(line > 0 && column > 0)
        }
        let suppressed = try #require(results.first { $0["suppressions"] != nil })
        #expect(suppressed["ruleId"]?.string == "W01")
        #expect(suppressed["suppressions"]?.array?.first?["kind"]?.string == "inSource")
        #expect(suppressed["suppressions"]?.array?.first?["justification"]?.string == "a test")
    }

    @Test("columns of SARIF are UTF-16 code units, and each result names the position of its rule")
    func sarifColumns() throws {
        try self.folder.write("c.conf", "vrrp_script \u{1F600}\u{E9} { script \"~/c\"\n}\n")
        let plain = try self.lint("c.conf", "--format", "json")
        let document = try JSONValue(parsing: Array(plain.output.utf8))
        let columns = document["findings"]?.array?.compactMap { $0["column"]?.integer } ?? []
        let result = try self.lint("c.conf", "--format", "sarif")
        let run = try #require(try JSONValue(parsing: Array(result.output.utf8))["runs"]?.array?.first)
        #expect(run["columnKind"]?.string == "utf16CodeUnits")
        let rules = try #require(run["tool"]?["driver"]?["rules"]?.array)
        let results = try #require(run["results"]?.array)
        let found = results.compactMap {
            $0["locations"]?.array?.first?["physicalLocation"]?["region"]?["startColumn"]?.integer
        }
        // Six bytes are three code units.
        #expect(columns.contains { $0 > 19 }, "\(columns)")
        #expect(found == columns.map { $0 > 19 ? $0 - 3 : $0 }, "\(columns)")
        for result in results {
            let index = try #require(result["ruleIndex"]?.integer)
            #expect(rules[Int(index)]["id"] == result["ruleId"])
        }
    }

    @Test("what looks like a rule is said to be none", arguments: ["W99", "w1"])
    func noRule(word: String) throws {
        let result = try Program.baton(["explain", word, "--socket", "\(self.folder.path)/none"])
        #expect(result.code == 3)
        #expect(result.errors.contains("'\(word)' is no rule of baton lint: they are W01 to W29"))
        let instance = try Program.baton(["explain", "web", "--socket", "\(self.folder.path)/none"])
        #expect(!instance.errors.contains("W29"))
    }

    @Test("each rule is explained without an agent", arguments: ["W01", "w29"])
    func explain(rule: String) throws {
        let result = try Program.baton(["explain", rule])
        #expect(result.code == 0)
        #expect(result.lines.first?.hasPrefix(rule.uppercased()) == true)
        for part in ["What happens", "Example", "Fix", "What the rule sees"] { #expect(result.lines.contains(part)) }
        #expect(!result.lines.contains { $0.count > 100 })
    }

    @Test("a word of a check block is explained without an agent", arguments: ["weight", "expect_status", "http"])
    func explainWord(word: String) throws {
        let result = try Program.baton(["explain", word])
        #expect(result.code == 0)
        #expect(result.lines.first?.hasPrefix(word) == true)
        let instance = try Program.baton(["explain", word, "--instance", "--socket", "\(self.folder.path)/none"])
        #expect(instance.code == 3)
    }

    @Test("baton's own word of an instance is explained with the words of its block")
    func explainInstanceWord() throws {
        let result = try Program.baton(["explain", "move_damping"])
        #expect(result.code == 0)
        #expect(result.lines.first == "move_damping, in a vrrp_instance")
        for word in ["half_life N", "suppress N", "reuse N", "max N"] { #expect(result.output.contains(word)) }
        #expect(!result.lines.contains { $0.count > 120 })
    }

    @Test("every guard of an instance is explained without an agent", arguments: GuardKeyword.allCases.map(\.rawValue))
    func guards(word: String) throws {
        let result = try Program.baton(["explain", word])
        #expect(result.code == 0)
        #expect(result.lines.first == "\(word), a guard of a vrrp_instance")
        #expect(KeywordPage.guards.count == GuardKeyword.allCases.count)
    }

    @Test("every word of a check block has an explanation", arguments: CheckKeyword.allCases.map(\.rawValue))
    func words(word: String) throws {
        #expect(KeywordPage.words[word] != nil)
        #expect(KeywordPage.words.count == CheckKeyword.allCases.count)
    }

    @Test("what is no rule is an instance, of which an agent is asked")
    func explainInstance() throws {
        let result = try Program.baton(["explain", "W30", "--socket", "\(self.folder.path)/none"])
        #expect(result.code == 3)
    }

    @Test("--this-host reports a program that is not on this machine")
    func thisHost() throws {
        let text = Self.node(150, weight: -60).replacingOccurrences(of: "pidof nginx", with: "/no/such/program")
            .replacingOccurrences(of: "eth0", with: "lo")
        let path = try self.folder.write("a.conf", text)
        let elsewhere = try self.lint(path)
        #expect(!elsewhere.output.contains("[W15]"))
        let here = try self.lint(path, "--this-host")
        #expect(here.output.contains("warning[W15]"), "\(here.output)")
    }

    @Test("the pages are written behind the head of a document, which needs the marker")
    func reference() throws {
        let path = try self.folder.write("Lint.md", "# Head\n\n\(LintReference.marker)\nold\n")
        #expect(try self.lint("--reference", path).code == 0)
        let text = try self.folder.read("Lint.md")
        #expect(text.hasPrefix("# Head\n"))
        #expect(text.contains("### W29") && !text.contains("\nold\n"))
        try self.folder.write("Lint.md", "# Head\n")
        #expect(try self.lint("--reference", path).code == 1)
    }
}
