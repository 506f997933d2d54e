import Checks
import VRRP

extension Interpreter {
    /// `move_damping [on|off]`, or `move_damping { half_life T; suppress N; reuse N; max T }`, each on a line of its own.
    mutating func readMoveDamping(_ statement: Statement, into draft: inout InstanceDraft) {
        draft.moveDamping = nil
        guard let block = statement.block else {
            if self.flag(statement) == true { draft.moveDamping = MoveDampingDraft(word: statement.keyword) }
            return
        }
        if let excess = statement.arguments.first {
            self.log.warning(
                excess,
                "unexpected word \(excess.quoted) before the block of move_damping is ignored",
                fix: "write move_damping { … }"
            )
        }
        var damping = MoveDampingDraft(word: statement.keyword)
        let errorsBefore = self.log.errorCount
        for entry in block {
            guard let keyword = MoveDampingKeyword(rawValue: entry.keyword.text) else {
                self.reportUnrecognised(entry, in: .moveDamping)
                continue
            }
            switch keyword {
            case .halfLife: damping.halfLife = self.seconds(entry, in: MoveDamping.halfLives)
            case .suppress: damping.suppress = self.threshold(entry, in: MoveDamping.suppressThresholds)
            case .reuse:
                damping.reuse = self.threshold(entry, in: MoveDamping.reuseThresholds)
                damping.reuseWord = entry.arguments.first
            case .maximum: damping.maximum = self.seconds(entry, in: MoveDamping.maxima)
            }
        }
        // What is wrong was said; a default in its place could contradict the others.
        if self.log.errorCount == errorsBefore { draft.moveDamping = damping }
    }

    /// A number of moves, in thousandths.
    private mutating func threshold(_ statement: Statement, in range: ClosedRange<Int>) -> Int? {
        let expected =
            "a number of moves from \(Self.moves(range.lowerBound)) to \(Self.moves(range.upperBound)), such as 2.5"
        guard let word = self.value(of: statement, expected: expected) else { return nil }
        let thousandths = Decimal.seconds(word.text).map { Int(Decimal.microseconds($0) / 1000) }
        guard let thousandths, range.contains(thousandths) else {
            self.log.error(word, "\(statement.keyword.text) \(word.quoted) is not valid: expected \(expected)")
            return nil
        }
        return thousandths
    }

    private static func moves(_ thousandths: Int) -> String { Decimal.text(.milliseconds(thousandths)) }

    /// No move follows another before an advertisement has been heard.
    private mutating func warnOfSuppress(_ suppress: Int, _ halfLife: Duration, _ word: Word, _ interval: Duration) {
        let bound = interval > .zero ? MoveDamping.bound(halfLife: halfLife, interval: interval) : .max
        guard suppress > bound else { return }
        self.log.warning(
            word,
            "suppress \(Self.moves(suppress)) is never reached: with half_life \(Decimal.text(halfLife)) and a move in every "
                + "advertisement, each \(Decimal.text(interval)) s, the penalty stays below \(Self.moves(bound))",
            fix: "write a lower suppress, or a longer half_life"
        )
    }

    /// What the instance is damped by; nil where it is not, or never takes an address back that could be damped.
    mutating func moveDamping(of draft: InstanceDraft, in router: VirtualRouterSettings) -> MoveDamping? {
        guard let damping = draft.moveDamping else { return nil }
        let suppress = damping.suppress ?? MoveDamping.defaultSuppress
        let reuse = damping.reuse ?? MoveDamping.defaultReuse(for: suppress)
        guard reuse < suppress else {
            self.log.error(
                damping.reuseWord ?? damping.word,
                "reuse \(Self.moves(reuse)) is not less than suppress \(Self.moves(suppress)): damping would end as it begins",
                fix: "write less than \(Self.moves(suppress)), such as reuse "
                    + "\(Self.moves(MoveDamping.defaultReuse(for: suppress))), or a higher suppress"
            )
            return nil
        }
        if router.basePriority == .owner {
            self.log.warning(
                damping.word,
                "move_damping has no effect with priority 255: an owner takes its addresses back at once",
                fix: "lower the priority to 254, or remove it"
            )
            return nil
        }
        if !router.preempt {
            self.log.warning(
                damping.word,
                "move_damping has no effect with nopreempt: nothing is taken back that could be damped",
                fix: "remove one of the two"
            )
            return nil
        }
        let halfLife = damping.halfLife ?? MoveDamping.defaultHalfLife
        self.warnOfSuppress(suppress, halfLife, damping.word, router.advertisementInterval.duration)
        return MoveDamping(
            halfLife: halfLife,
            suppress: suppress,
            reuse: reuse,
            maximum: damping.maximum ?? MoveDamping.defaultMaximum(for: halfLife)
        )
    }
}
