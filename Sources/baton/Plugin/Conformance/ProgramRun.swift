import Checks
import Glibc

/// How one run of a program under test went.
struct ProgramRun {
    enum Ending: Hashable {
        case exited(Int32)
        case signaled(Int32)
        /// It had to be killed, for TERM or the end of its time did not end it.
        case killed
    }

    var ending: Ending
    var output: [UInt8]
    var errors: [UInt8]
    var duration: Duration

    var isSuccess: Bool { self.ending == .exited(0) }

    /// What it printed on either stream, in one line.
    var said: String {
        let bytes = self.output.isEmpty ? self.errors : self.output
        return OutcomeSanitizer.line(String(decoding: bytes, as: UTF8.self), limit: 160)
    }

    var endingText: String {
        switch self.ending {
        case .exited(let code): "exit code \(code)"
        case .signaled(let signal): "signal \(signal)"
        case .killed: "no end within its time"
        }
    }

    /// What the agent would make of it; nil where it would be no result at all.
    func status(_ exitProtocol: PluginManifest.ExitProtocol) -> CheckStatus? {
        guard case .exited(let code) = self.ending else { return nil }
        switch exitProtocol {
        case .keepalived: return code == 0 ? .pass : .fail
        case .nagios: return UInt8(exactly: code).flatMap(CheckStatus.init(rawValue:)) ?? .unknown
        case .json:
            guard let object = self.object else { return code == 0 ? nil : .unknown }
            return CheckStatus.allCases.first { "\($0)" == object["status"]?.string }
        }
    }

    /// The result of protocol `json`.
    var object: JSONValue? {
        guard let value = try? JSONValue(parsing: self.output), case .object = value else { return nil }
        return value
    }
}
