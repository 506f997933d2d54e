import ArgumentParser
import Checks

/// The words for a status on the command line.
enum PushedStatus: String, ExpressibleByArgument, CaseIterable {
    case pass
    case warn
    case fail
    case unknown

    var value: CheckStatus {
        switch self {
        case .pass: .pass
        case .warn: .warn
        case .fail: .fail
        case .unknown: .unknown
        }
    }
}
