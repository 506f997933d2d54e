import ArgumentParser

enum LintFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case sarif
}
