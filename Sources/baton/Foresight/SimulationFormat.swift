import ArgumentParser

enum SimulationFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case markdown
    case junit
}
