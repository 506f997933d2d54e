import Glibc

/// What a signal to the agent is for, by the name that keepalived's `--signum` knows it by.
enum SignalFunction: String, CaseIterable {
    case stop = "STOP"
    case reload = "RELOAD"
    case data = "DATA"
    case statistics = "STATS"
    case statisticsAndClear = "STATS_CLEAR"
    case json = "JSON"

    var number: Int32 {
        switch self {
        case .stop: SIGTERM
        case .reload: SIGHUP
        case .data: DumpRequest.state.signal
        case .statistics: DumpRequest.statistics.signal
        case .statisticsAndClear: DumpRequest.statisticsAndClear.signal
        case .json: DumpRequest.json.signal
        }
    }

    /// As a sentence has them.
    static var list: String {
        let names = Self.allCases.map(\.rawValue)
        return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }
}
