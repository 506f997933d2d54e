import ArgumentParser

enum RunFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    /// One JSON object a line and run.
    case json
    /// The line a Nagios plugin prints.
    case nagios
}
