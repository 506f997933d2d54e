/// A file in which the agent says what it knows, when a signal asks for it; keepalived's names.
package enum DumpFile: UInt8, CaseIterable, Hashable, Sendable {
    /// `keepalived.data`: configuration and state of everything.
    case state = 1
    /// `keepalived_parent.data`: what the first process knows by itself.
    case parent
    /// `keepalived.stats`: the counters of every instance.
    case statistics
    /// `keepalived.json`: configuration, state and counters of every instance.
    case json

    /// Without a word of the configuration.
    var defaultName: String {
        switch self {
        case .state, .parent: "keepalived.data"
        case .statistics: "keepalived.stats"
        case .json: "keepalived.json"
        }
    }

    /// What stands behind the name, before its extension, as with keepalived.
    var role: String {
        switch self {
        case .parent: "_parent"
        case .state, .statistics, .json: ""
        }
    }
}
