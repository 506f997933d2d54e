/// How a process ended.
package enum ProcessExit: Hashable, Sendable {
    /// With this exit code, 0…255.
    case exited(Int32)
    /// Killed by this signal.
    case signaled(Int32)
}

extension ProcessExit: CustomStringConvertible {
    package var description: String {
        switch self {
        case .exited(let code): "exit code \(code)"
        case .signaled(let signal): "signal \(signal)"
        }
    }
}
