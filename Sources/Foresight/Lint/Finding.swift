package import Checks
package import Configuration

/// Something that a configuration does and that its author probably did not mean.
package struct Finding: Hashable, Sendable {
    package var subject: Subject
    package var severity: Diagnostic.Severity
    package var location: SourceLocation
    /// The node whose file it is in.
    package var node: String
    package var instance: String?
    package var check: String?
    /// What is wrong, with the numbers.
    package var message: String
    /// The state of the cluster in which it shows; nil where every state does.
    package var counterexample: String?
    /// What to write instead.
    package var fix: String?
    /// The configuration does not load: a comment cannot change that.
    package var isRefusal: Bool

    package init(
        _ subject: Subject,
        _ severity: Diagnostic.Severity,
        at location: SourceLocation,
        node: String,
        instance: String? = nil,
        check: String? = nil,
        _ message: String,
        counterexample: String? = nil,
        fix: String? = nil,
        isRefusal: Bool = false
    ) {
        self.subject = subject
        self.severity = severity
        self.location = location
        self.node = node
        self.instance = instance
        self.check = check
        self.message = message
        self.counterexample = counterexample
        self.fix = fix
        self.isRefusal = isRefusal
    }

    package enum Subject: Hashable, Sendable {
        case rule(LintRule)
        /// What the parser says and no rule is about.
        case configuration
        /// A comment that is to silence a rule.
        case silence

        /// `W01`, `configuration`, `silence`.
        package var identifier: String {
            switch self {
            case .rule(let rule): rule.rawValue
            case .configuration: "configuration"
            case .silence: "silence"
            }
        }

        package var rule: LintRule? {
            if case .rule(let rule) = self { rule } else { nil }
        }
    }

    /// By place, then by rule.
    static func inOrder(_ left: Finding, _ right: Finding) -> Bool {
        let (first, second) = (left.location, right.location)
        return (first.file, first.line, first.column, left.subject.identifier, left.node, left.message)
            < (second.file, second.line, second.column, right.subject.identifier, right.node, right.message)
    }
}
