import Checks
import Configuration
import ConfigurationFiles
import Foresight

/// The Static Analysis Results Interchange Format, version 2.1.0 (OASIS), which code hosts show beside the lines.
extension LintReport {
    var sarif: JSONValue {
        let lines = self.files.mapValues { $0.split(separator: 10, omittingEmptySubsequences: false) }
        return .object([
            "$schema": .string("https://json.schemastore.org/sarif-2.1.0.json"),
            "version": .string("2.1.0"),
            "runs": .array([
                .object([
                    "tool": .object([
                        "driver": .object([
                            "name": .string("baton"),
                            "version": .string(BatonVersion.current),
                            "rules": .array(Self.descriptors),
                        ])
                    ]),
                    "columnKind": .string("utf16CodeUnits"),
                    "results": .array(
                        self.findings.map { Self.result($0, reason: nil, lines) }
                            + self.silenced.map { Self.result($0.finding, reason: $0.reason, lines) }
                    ),
                ])
            ]),
        ])
    }

    /// Of the rules, then of what else has findings.
    private static var descriptors: [JSONValue] {
        LintRule.allCases.map { rule in
            let page = rule.page
            return self.descriptor(
                rule.rawValue,
                name: "\(rule)",
                short: rule.title,
                full: page.effect,
                help: rule.text,
                level: self.level(rule.severity)
            )
        } + [
            self.descriptor(
                "configuration",
                name: "configuration",
                short: "what the parser says",
                full: "The configuration does not load, or not as it is written.",
                help: "See Documentation/Configuration.md.",
                level: "error"
            ),
            self.descriptor(
                "silence",
                name: "silence",
                short: "a comment that silences nothing",
                full: "A comment lint: ignore names no rule, gives no reason, or stands where nothing is found.",
                help: "Write # lint: ignore W17 reason: WHY",
                level: "warning"
            ),
        ]
    }

    private static func descriptor(
        _ identifier: String,
        name: String,
        short: String,
        full: String,
        help: String,
        level: String
    ) -> JSONValue {
        .object([
            "id": .string(identifier),
            "name": .string(name),
            "shortDescription": .object(["text": .string(short)]),
            "fullDescription": .object(["text": .string(full)]),
            "help": .object(["text": .string(help)]),
            "defaultConfiguration": .object(["level": .string(level)]),
        ])
    }

    private static func result(
        _ finding: Finding,
        reason: String?,
        _ lines: [String: [ArraySlice<UInt8>]]
    ) -> JSONValue {
        var physical: [String: JSONValue] = [
            "artifactLocation": .object(["uri": .string(self.uri(of: finding.location.file))])
        ]
        if finding.location.line > 0 {
            physical["region"] = .object([
                "startLine": .number(Double(finding.location.line)),
                "startColumn": .number(Double(self.column(of: finding.location, lines[finding.location.file] ?? []))),
            ])
        }
        let message = [
            finding.message, finding.counterexample.map { "Counterexample: \($0)" }, finding.fix.map { "Fix: \($0)" },
        ]
        var members: [String: JSONValue] = [
            "ruleId": .string(finding.subject.identifier),
            "ruleIndex": .number(Double(self.index(of: finding.subject))),
            "level": .string(self.level(finding.severity)),
            "message": .object(["text": .string(message.compactMap { $0 }.joined(separator: ". "))]),
            "locations": .array([.object(["physicalLocation": .object(physical)])]),
            "properties": .object(["node": .string(finding.node)]),
        ]
        if let reason {
            members["suppressions"] = .array([
                .object(["kind": .string("inSource"), "justification": .string(reason)])
            ])
        }
        return .object(members)
    }

    /// The position of its rule among the descriptors.
    private static func index(of subject: Finding.Subject) -> Int {
        switch subject {
        case .rule(let rule): LintRule.allCases.firstIndex(of: rule) ?? 0
        case .configuration: LintRule.allCases.count
        case .silence: LintRule.allCases.count + 1
        }
    }

    /// Counted in UTF-16 code units from 1; a location counts bytes.
    private static func column(of location: SourceLocation, _ lines: [ArraySlice<UInt8>]) -> Int {
        guard location.line > 0, location.line <= lines.count else { return max(1, location.column) }
        let before = lines[location.line - 1].prefix(max(0, location.column - 1))
        return String(decoding: before, as: UTF8.self).utf16.count + 1
    }

    private static func level(_ severity: Diagnostic.Severity) -> String {
        switch severity {
        case .notice: "note"
        case .warning: "warning"
        case .error: "error"
        }
    }

    /// A path as a reference: relative ones stay so, to be found in a working copy.
    private static func uri(of path: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var text = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"), UInt8(ascii: "~"):
                text.append(Character(UnicodeScalar(byte)))
            default:
                text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return path.hasPrefix("/") ? "file://" + text : text
    }
}
