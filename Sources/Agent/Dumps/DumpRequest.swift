import Configuration
import Glibc

/// A file that was asked for by a signal, which both the supervisor and the router understand: scripts for keepalived
/// signal the first process, or the one that speaks VRRP.
enum DumpRequest: UInt8, CaseIterable, Hashable, Sendable {
    case state = 1
    case statistics
    /// And the counters begin anew.
    case statisticsAndClear
    case json

    /// keepalived's.
    var signal: Int32 {
        switch self {
        case .state: SIGUSR1
        case .statistics: SIGUSR2
        case .statisticsAndClear: __libc_current_sigrtmax() - 1
        case .json: __libc_current_sigrtmin() + 2
        }
    }

    static var signals: [Int32] { Self.allCases.map(\.signal) }

    init?(signal: Int32) {
        guard let request = Self.allCases.first(where: { $0.signal == signal }) else { return nil }
        self = request
    }

    var file: DumpFile {
        switch self {
        case .state: .state
        case .statistics, .statisticsAndClear: .statistics
        case .json: .json
        }
    }
}
