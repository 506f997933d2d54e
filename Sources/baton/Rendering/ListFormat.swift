import ArgumentParser

enum ListFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}
