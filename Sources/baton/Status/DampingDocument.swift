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
    /// Why it takes over although it is damped; nil = it does not.
    var lifted: String?

    /// - Parameter now: Seconds since the beginning of 1970, in UTC.
    func line(at now: Int64) -> String {
        let count = self.movesSinceMs.map {
            ", \(self.moves) \(self.moves == 1 ? "move" : "moves") in the last \(Age($0))"
        }
        let penalty = "penalty \(self.penalty) of \(self.suppress)" + (count ?? "")
        guard self.damped else { return "move damping: \(penalty)" }
        let end = now.addingReportingOverflow((self.remainingMs ?? 0) / 1000).partialValue
        let what =
            self.suppressed ?? self.lifted.map { "takes over all the same, as \($0)" }
            ?? "does not take its addresses back from a master that is well"
        return "damped until about \(Self.clock(end, on: now)) UTC: \(what); \(penalty)"
    }

    /// `12:03:20`, with the date where it is not today's.
    private static func clock(_ end: Int64, on now: Int64) -> String {
        // `2026-11-29T12:03:20…`
        let (end, today) = (
            LogLine.timestamp(secondsSince1970: end, microseconds: 0),
            LogLine.timestamp(secondsSince1970: now, microseconds: 0)
        )
        let time = String(end.dropFirst(11).prefix(8))
        return end.prefix(10) == today.prefix(10) ? time : "\(end.prefix(10)) \(time)"
    }
}
