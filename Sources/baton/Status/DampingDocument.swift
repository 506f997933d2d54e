import Checker
import VRRP

/// The moves of an instance with `move_damping`, in the agent's answers.
struct DampingDocument: Decodable {
    var damped: Bool
    var penalty: Double
    var suppress: Double
    var moves: Int
    var movesSinceMs: Int64?
    /// Until damping ends, unless something moves before; nil = it is not damped.
    var remainingMs: Int64?
    /// What is being suppressed; nil = nothing.
    var suppressed: String?

    /// - Parameter now: Seconds since the beginning of 1970, in UTC.
    func line(at now: Int64) -> String {
        let count = self.movesSinceMs.map {
            ", \(self.moves) \(self.moves == 1 ? "move" : "moves") in the last \(Age($0))"
        }
        let penalty = "penalty \(self.penalty) of \(self.suppress)" + (count ?? "")
        guard self.damped else { return "move damping: \(penalty)" }
        let end = now.addingReportingOverflow((self.remainingMs ?? 0) / 1000).partialValue
        // `2026-11-29T12:03:20…`
        let clock = String(LogLine.timestamp(secondsSince1970: end, microseconds: 0).dropFirst(11).prefix(8))
        let what = self.suppressed ?? "does not take its addresses back from a master that is well"
        return "damped until about \(clock) UTC: \(what); \(penalty)"
    }
}
