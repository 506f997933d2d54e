import Checks
import Configuration
import Foresight

/// The page of a rule of `baton lint` as JSON.
enum RuleDocument {
    static func json(of rule: LintRule) -> JSONValue {
        let page = rule.page
        return .object([
            "rule": .string(rule.rawValue),
            "title": .string(rule.title),
            "severity": .string(rule.severity.name),
            "effect": .string(page.effect),
            "example": .string(page.example),
            "fix": .string(page.fix),
            "sight": .string(page.sight),
        ])
    }
}
