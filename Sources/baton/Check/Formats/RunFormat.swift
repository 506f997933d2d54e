import ArgumentParser
import Checks

/// How `baton check run` prints.
enum RunFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    /// One JSON object a line and run.
    case json
    /// The line a Nagios plugin prints.
    case nagios
    /// TAP version 14: a test point for each run.
    case tap
    /// One JUnit XML document at the end: a suite for each check, a case for each run.
    case junit
    /// The text format of Prometheus, for a textfile collector: the last run of each check, at the end.
    case prometheus

    /// - Parameters:
    ///   - explains: Whether text says everything there is to say.
    ///   - plugins: What says which options are secret.
    ///   - identity: The user who runs the checks.
    func writer(explains: Bool, plugins: [PluginDescription], identity: String) -> any RunWriter {
        switch self {
        case .text: TextWriter(explains: explains, plugins: plugins, identity: identity)
        case .json: JSONWriter()
        case .nagios: NagiosWriter()
        case .tap: TAPWriter()
        case .junit: JUnitWriter()
        case .prometheus: PrometheusWriter()
        }
    }
}
