import Checks
import Configuration
import Foresight
import Testing

@Suite("Rules of lint")
struct LintTests {
    @Test("each fixture is found or passed", arguments: LintFixture.table)
    func fixture(_ fixture: LintFixture) {
        let all = LintFixture.findings(in: fixture.files)
        let findings = all.filter { $0.subject == .rule(fixture.rule) }
        let text = all.map { "\($0.location): \($0.subject.identifier) \($0.message)" }.joined(separator: "\n")
        #expect(findings.isEmpty != fixture.isPositive, "\(text)")
        guard fixture.isPositive, let finding = findings.first else { return }
        #expect(
            fixture.says.isEmpty
                || findings.contains { ($0.message + ($0.counterexample ?? "")).contains(fixture.says) },
            "\(text)"
        )
        #expect(finding.location.line > 0 && finding.location.column > 0)
        #expect(finding.severity <= fixture.rule.severity)
        if !finding.isRefusal, finding.severity > .notice {
            #expect(finding.fix != nil || finding.subject.rule == .misspeltWord)
        }
        // Nothing but this mistake keeps the configuration from being read.
        #expect(!all.contains { $0.subject == .configuration }, "\(text)")
    }

    @Test("each rule has a fixture it finds and one it passes", arguments: LintRule.allCases)
    func coverage(_ rule: LintRule) {
        let fixtures = LintFixture.table.filter { $0.rule == rule }
        #expect(fixtures.contains { $0.isPositive })
        #expect(fixtures.contains { !$0.isPositive })
    }

    @Test("the rules are W01 to W29, each with a page that has numbers")
    func pages() {
        #expect(LintRule.allCases.map(\.rawValue) == (1...29).map { $0 < 10 ? "W0\($0)" : "W\($0)" })
        for rule in LintRule.allCases {
            let page = rule.page
            for part in [page.effect, page.example, page.fix, page.sight] {
                #expect(part.count > 10, "\(rule.rawValue)")
            }
            #expect(page.example.contains { $0.isNumber }, "\(rule.rawValue)")
            #expect(rule.text.contains(rule.title))
        }
        #expect(Set(LintRule.allCases.map(\.title)).count == 29)
    }

    /// Priorities and weights of a pair, and the rules the lab has shown to be right.
    static let lab: [(String, [String: String], [LintRule: Diagnostic.Severity])] = [
        ("-30", LintFixture.pair(150, 100, weight: -30), [.weightBelowGap: .error]),
        ("-50", LintFixture.pair(150, 100, weight: -50), [.weightEqualsGap: .error]),
        ("-60", LintFixture.pair(150, 100, weight: -60), [:]),
        ("+60", LintFixture.pair(150, 100, weight: 60), [:]),
        ("fault", LintFixture.pair(150, 100, weight: nil), [:]),
        ("ceiling", LintFixture.pair(240, 210, weight: 50), [.ceiling: .error]),
        ("nopreempt", LintFixture.pair(150, 100, weight: -60, more: "nopreempt"), [.weightWithoutPreemption: .error]),
        ("nopreempt and a fault", LintFixture.pair(150, 100, weight: nil, more: "nopreempt"), [:]),
        ("sign", LintFixture.pair(200, 100, weight: 101), [.wrongSign: .warning]),
        ("floor", LintFixture.pair(150, 100, weight: -200), [.floor: .warning]),
    ]

    @Test("what the lab has measured is found, and nothing else", arguments: lab)
    func measured(name: String, files: [String: String], rules: [LintRule: Diagnostic.Severity]) {
        let findings = LintFixture.findings(in: files)
        let found = findings.reduce(into: [LintRule: Diagnostic.Severity]()) { found, finding in
            if let rule = finding.subject.rule { found[rule] = finding.severity }
        }
        #expect(found == rules, "\(name): \(findings.map(\.message))")
    }

    @Test("a finding has the numbers, the place, the counterexample and a fix")
    func finding() throws {
        let findings = LintFixture.findings(in: LintFixture.pair(150, 100, weight: -30))
        let finding = try #require(findings.first)
        #expect(findings.count == 1)
        #expect(finding.severity == .error)
        #expect(finding.node == "a")
        #expect(finding.instance == "VI_1")
        #expect(finding.check == "chk")
        #expect("\(finding.location)" == "/a.conf:20:9")
        #expect(
            finding.message
                == "when 'chk' fails on a, its priority goes from 150 to 120, still more than the 100 of b: the "
                + "address never "
                + "moves"
        )
        #expect(finding.counterexample == "'chk' fails on a alone: a 120, b 100; a keeps the address")
        #expect(finding.fix?.contains("weight -60") == true)
    }

    @Test(
        "the fix that W01 and W02 propose is accepted",
        arguments: [(150, 100), (254, 1), (200, 199), (110, 100), (60, 10)]
    )
    func fixes(first: Int, second: Int) throws {
        let weight = -(first - second)
        let files = LintFixture.pair(first, second, weight: weight)
        let finding = try #require(LintFixture.findings(in: files).first { $0.subject.rule == .weightEqualsGap })
        let fix = try #require(finding.fix)
        let words = fix.split(separator: " ")
        let proposed = try #require(words.dropFirst(2).first.flatMap { Int($0.filter { $0 != "," }) })
        let after = LintFixture.findings(in: LintFixture.pair(first, second, weight: proposed))
        #expect(after.isEmpty, "\(fix): \(after.map(\.message))")
    }

    /// Priorities and weights for which W01 proposes another weight of the same check.
    static let circles: [(priorities: [Int], weight: String, bonus: Int)] = [
        ([200, 100], "weight -30", 0), ([200, 180, 100], "weight -30", 0), ([254, 253, 1], "weight -1", 0),
        ([150, 100], "weight 30 reverse", 0), ([100, 100], "weight -30", 50), ([180, 100, 90], "weight -30", 0),
    ]

    /// The weight stands in the list that tracks the check.
    private static func fixed(
        _ priorities: [Int],
        _ weight: String,
        bonus: Int = 0
    ) -> [String: String] {
        zip(["a", "b", "c"], priorities).reduce(into: [:]) { files, node in
            var tracks = ["chk \(weight)"]
            var text = LintFixture.script("pidof nginx")
            if bonus > 0 {
                text += LintFixture.script("pidof x", name: "more")
                if node.0 == "a" { tracks.append("more weight \(bonus)") } else { tracks.append("more weight 0") }
            }
            files[node.0] = text + LintFixture.instance(node.1, tracks: tracks)
        }
    }

    @Test("nothing is left to say of the weight that W01 proposes", arguments: circles)
    func circle(priorities: [Int], weight: String, bonus: Int) throws {
        let before = LintFixture.findings(in: Self.fixed(priorities, weight, bonus: bonus))
        let finding = try #require(before.first { $0.subject.rule == .weightBelowGap && $0.check == "chk" })
        let fix = try #require(finding.fix)
        #expect(fix.hasPrefix("write weight "))
        let end = fix.firstRange(of: " on every node") ?? fix.firstRange(of: ",")
        let proposed = String(fix[..<(end?.lowerBound ?? fix.endIndex)].dropFirst(6))
        let after = LintFixture.findings(in: Self.fixed(priorities, proposed, bonus: bonus)).filter {
            $0.check == "chk"
        }
        #expect(after.isEmpty, "\(fix): \(after.map(\.message))")
    }

    @Test("the same over many priorities", arguments: ["weight -3", "weight 3", "weight 7 reverse"])
    func sweep(weight: String) throws {
        var count = 0
        for first in stride(from: 250, through: 30, by: -44) {
            for second in stride(from: first, through: 1, by: -37) {
                for third in [max(1, second - 11), max(1, second / 2)] {
                    let priorities = [first, second, third]
                    let wrong: [LintRule] = [.weightBelowGap, .weightEqualsGap, .wrongSign]
                    let before = LintFixture.findings(in: Self.fixed(priorities, weight))
                    for finding in before where finding.subject.rule.map(wrong.contains) ?? false {
                        let fix = try #require(finding.fix)
                        guard let end = fix.firstRange(of: " on every node") else { continue }
                        let proposed = String(fix[..<end.lowerBound].dropFirst(6))
                        let after = LintFixture.findings(in: Self.fixed(priorities, proposed)).filter {
                            $0.node == finding.node
                        }
                        #expect(after.isEmpty, "\(priorities) \(weight): \(fix): \(after.map(\.message))")
                        count += 1
                    }
                }
            }
        }
        #expect(count > 10)
    }

    @Test("what costs when it passes is said so, and stays reverse")
    func reverse() throws {
        let findings = LintFixture.findings(in: Self.fixed([150, 100], "weight 30 reverse"))
        let finding = try #require(findings.first)
        #expect(finding.message.hasPrefix("when 'chk' passes on a, its priority goes from 150 to 120"))
        #expect(finding.counterexample?.hasPrefix("'chk' passes on a alone") == true)
        #expect(finding.fix?.hasPrefix("write weight 60 reverse on every node (anything above 50 ") == true)
    }

    @Test("with nopreempt, a third node that may take over does: a warning, without never")
    func thirdTakesOver() throws {
        let check = LintFixture.script("pidof nginx", weight: -70)
        var files = [
            "a": check + LintFixture.instance(150), "b": check + LintFixture.instance(100, more: "nopreempt"),
            "c": check + LintFixture.instance(90),
        ]
        let findings = LintFixture.findings(in: files).filter { $0.subject.rule == .weightWithoutPreemption }
        let finding = try #require(findings.first)
        #expect(findings.count == 1 && finding.severity == .warning)
        #expect(!finding.message.contains("never"))
        #expect(finding.counterexample?.hasSuffix("a 80, b 100, c 90; c takes it") == true)
        files["c"] = check + LintFixture.instance(70)
        #expect(
            LintFixture.findings(in: files).contains {
                $0.subject.rule == .weightWithoutPreemption && $0.severity == .error
                    && $0.counterexample?.hasSuffix("a 80, b 100; a keeps it") == true
            }
        )
    }

    @Test(
        "priorities that are equal at the ceiling are an error, and lowering them as said ends it",
        arguments: [(240, 204, 36), (240, 210, 36), (234, 204, 30)]
    )
    func ceiling(first: Int, second: Int, excess: Int) throws {
        let findings = LintFixture.findings(in: LintFixture.pair(first, second, weight: 50))
        #expect(!findings.isEmpty)
        #expect(findings.allSatisfy { $0.subject.rule == .ceiling && $0.severity == .error }, "\(findings)")
        #expect(findings.allSatisfy { $0.fix?.hasPrefix("lower the priorities of all nodes by \(excess) ") == true })
        let lowered = LintFixture.pair(first - excess, second - excess, weight: 50)
        #expect(LintFixture.findings(in: lowered).isEmpty)
    }

    @Test("a node that does not ask the shared host is named as the one that can hold the address")
    func sharedFault() throws {
        let asks = LintFixture.check("tcp 10.0.0.9:5432\n interval 2\n timeout 0.5\n fall 2\n rise 2")
        let files = ["a": asks, "b": asks.replacing("priority 150", with: "priority 100")]
        let both = LintFixture.findings(in: files).filter { $0.subject.rule == .sharedFault }
        #expect(both.first?.counterexample?.hasSuffix("nobody holds the address") == true)
        let third = files.merging(["c": LintFixture.script("pidof x") + LintFixture.instance(90)]) { first, _ in first }
        let findings = LintFixture.findings(in: third).filter { $0.subject.rule == .sharedFault }
        #expect(!findings.isEmpty)
        #expect(findings.allSatisfy { $0.counterexample?.hasSuffix("only c can hold the address") == true })
    }

    @Test("a shared fault is none where all_unhealthy keeps the address", arguments: ["hold", "best", "drop"])
    func sharedFaultWithPolicy(policy: String) {
        let asks = LintFixture.check("tcp 10.0.0.9:5432\n interval 2\n timeout 0.5\n fall 2\n rise 2").replacing(
            "priority 150",
            with: "priority 150\n all_unhealthy \(policy)"
        )
        let files = ["a": asks, "b": asks.replacing("priority 150", with: "priority 100")]
        let found = LintFixture.findings(in: files).contains { $0.subject.rule == .sharedFault }
        #expect(found == (policy == "drop"))
    }

    @Test("where all weights together are too small, that is said once")
    func once() {
        let checks = (1...3).map { LintFixture.script("pidof p\($0)", weight: -5, name: "c\($0)") }.joined()
        let files = { (second: Int) in
            [
                "a": checks + LintFixture.instance(150, tracks: ["c1", "c2", "c3"]),
                "b": checks + LintFixture.instance(second, tracks: ["c1", "c2", "c3"]),
            ]
        }
        let never = LintFixture.findings(in: files(100))
        #expect(never.map(\.subject.rule) == [.weightsOnlyTogether])
        #expect(never.map(\.severity) == [.error])
        let together = LintFixture.findings(in: files(140))
        #expect(together.count { $0.subject.rule == .weightBelowGap } == 3, "\(together)")
    }

    @Test("a counterexample behind the first node says who is away")
    func behind() throws {
        let check = LintFixture.script("pidof nginx", weight: -90)
        let findings = LintFixture.findings(in: [
            "a": check + LintFixture.instance(200), "b": check + LintFixture.instance(190),
            "c": check + LintFixture.instance(180), "d": check + LintFixture.instance(20),
        ])
        let finding = try #require(findings.first { $0.node == "c" && $0.subject.rule == .weightBelowGap })
        #expect(
            finding.counterexample == "'chk' fails on c alone while a and b are away: c 90, d 20; c keeps the address"
        )
        let five =
            (1...4).map { LintFixture.script("pidof p\($0)", weight: -5, name: "s\($0)") }.joined()
            + LintFixture.script("pidof big", weight: -15, name: "big")
        let tracks = ["big", "s1", "s2", "s3", "s4"]
        let minors = LintFixture.findings(in: [
            "a": five + LintFixture.instance(101, tracks: tracks),
            "b": five + LintFixture.instance(100, tracks: tracks),
            "c": five + LintFixture.instance(99, tracks: tracks),
        ]).filter { $0.subject.rule == .minorsOutvote }
        #expect(minors.first?.counterexample?.contains("fail on a (81), c is away: b holds") == true, "\(minors)")
    }

    @Test("a third node is compared with the second, as a warning")
    func threeNodes() {
        let check = LintFixture.script("pidof nginx", weight: -60)
        let findings = LintFixture.findings(in: [
            "a": check + LintFixture.instance(200), "b": check + LintFixture.instance(180),
            "c": check + LintFixture.instance(100),
        ])
        #expect(findings.map(\.node) == ["b"])
        #expect(findings.map(\.subject.rule) == [.weightBelowGap])
        #expect(findings.map(\.severity) == [.warning])
    }

    @Test("a file that does not load is said with the parser's words, and the other is still looked at")
    func broken() {
        let findings = LintFixture.findings(in: [
            "a": "vrrp_instance VI_1 {\n    interface eth0\n",
            "b": LintFixture.script("~/c", weight: -60) + LintFixture.instance(100),
        ])
        #expect(findings.contains { $0.node == "a" && $0.subject == .configuration && $0.isRefusal })
        #expect(findings.contains { $0.node == "b" && $0.subject.rule == .unfitProgram })
    }

    @Test(
        "any text gives an answer",
        arguments: ["", "}", "vrrp_instance {", "check x { shell \"", "! lint: ignore", "\u{0}"]
    )
    func anyText(_ text: String) {
        let files: [String: [UInt8]] = ["/a.conf": Array(text.utf8)]
        _ = SilencedFindings(LintFixture.findings(in: ["a": text]), files: files).findings
    }
}
