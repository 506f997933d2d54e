import Checks
import Configuration

/// W16, W17, W29: when a check runs and how many of its results count.
enum TimingRules {
    static func findings(of check: CheckDefinition, _ node: LintedNode) -> [Finding] {
        guard check.isPolled, check.mode == .enforce else { return [] }
        return [self.timeout(check, node), self.hasty(check, node), self.slow(check, node)].compactMap { $0 }
    }

    private static func timeout(_ check: CheckDefinition, _ node: LintedNode) -> Finding? {
        let (interval, timeout) = (check.schedule.interval, check.schedule.timeout)
        guard timeout >= interval else { return nil }
        let isWritten = node.block(of: check).contains("timeout")
        // Nobody wrote it, so only a case in which it hurts is worth a word: one late run decides, and runs are forks.
        guard isWritten || (check.startsProgram && check.schedule.fall == 1 && check.schedule.window == nil) else {
            return nil
        }
        let seconds = Self.text(timeout)
        return Finding(
            .rule(.longTimeout),
            isWritten ? .warning : .notice,
            at: node.location(of: isWritten ? "timeout" : "interval", of: check),
            node: node.node.name,
            check: check.name,
            isWritten
                ? "timeout \(seconds) s is not shorter than the interval of \(Self.text(interval)) s: a run that hangs "
                    + "takes the time of the next ones, which are left out"
                : "no timeout is written, so it is the interval, \(seconds) s, and one late run makes the check down",
            counterexample: "the host is busy and one run takes \(seconds) s: it has failed, and "
                + (check.schedule.fall == 1 ? "the check is down" : "the next starts late"),
            fix: "write a timeout of about half the interval: timeout \(Self.text(interval / 2))"
        )
    }

    private static func hasty(_ check: CheckDefinition, _ node: LintedNode) -> Finding? {
        let block = node.block(of: check)
        let isFallLeft = check.schedule.fall == 1 && check.schedule.window == nil && !block.contains("fall")
        let isRiseLeft = check.schedule.rise == 1 && !block.contains("rise")
        guard isFallLeft || isRiseLeft, node.uses[check.name] != nil else { return nil }
        let words = [isFallLeft ? "fall" : nil, isRiseLeft ? "rise" : nil].compactMap { $0 }.joined(separator: " and ")
        return Finding(
            .rule(.hastyHealth),
            isFallLeft ? .warning : .notice,
            at: check.location,
            node: node.node.name,
            check: check.name,
            "'\(check.name)' leaves \(words) at 1: "
                + (isFallLeft ? "a single bad answer makes it down" : "a single good answer makes it up again"),
            counterexample: isFallLeft
                ? "one answer in ten is bad: the check changes its mind twice every "
                    + "\(Self.text(check.schedule.interval * 10)) s, and the address may follow"
                : "a service that cannot start answers once between two crashes: the node has its whole priority again",
            fix: "write fall 2 or 3 and rise 2"
                + (self.isBlock(check) ? ", or window FAILURES/RESULTS where failures alternate" : "")
        )
    }

    private static func slow(_ check: CheckDefinition, _ node: LintedNode) -> Finding? {
        guard let use = node.uses[check.name], use.isWeighted else { return nil }
        if check.initialHealth == .up, use.preempts {
            return Finding(
                .rule(.slowFirstResult),
                .warning,
                at: node.location(of: "init", of: check),
                node: node.node.name,
                check: check.name,
                "'\(check.name)' counts as up before its first result: a node that has just booted takes the address "
                    + "at its "
                    + "full priority, and \(check.schedule.fall) failures of \(Self.text(check.schedule.interval)) s "
                    + "each "
                    + "must come before it gives it back",
                counterexample: "the node reboots and its service starts slowly: it has the address for "
                    + "\(Self.text(check.schedule.interval * check.schedule.fall)) s without the service",
                fix: "write init fail, or remove the line: the agent then waits for the first result"
            )
        }
        // Any other on_unknown takes a first result that does not come for a failure.
        let limit = node.node.configuration.global.startupTimeout
        let first = check.schedule.timeout + (check.schedule.startOffset ?? .zero)
        guard check.onUnknown == .ignore, first > limit else { return nil }
        return Finding(
            .rule(.slowFirstResult),
            .warning,
            at: node.location(of: "on_unknown", of: check),
            node: node.node.name,
            check: check.name,
            "the first result of '\(check.name)' may take \(Self.text(first)) s, startup_timeout is "
                + "\(Self.text(limit)) s, and on_unknown ignore lets a weight count for nothing until it is there",
            counterexample:
                "the node reboots and '\(check.name)' hangs: after \(Self.text(limit)) s it competes "
                + "at its full priority",
            fix: "write a timeout below \(Self.text(limit)), a longer startup_timeout, or on_unknown fail"
        )
    }

    /// Whether it may have words that keepalived does not know.
    private static func isBlock(_ check: CheckDefinition) -> Bool {
        if case .check = check.origin { true } else { false }
    }

    /// Seconds with as many decimals as they need.
    static func text(_ duration: Duration) -> String {
        let milliseconds = duration / .milliseconds(1)
        let whole = Int64(milliseconds.rounded())
        guard whole % 1000 != 0 else { return "\(whole / 1000)" }
        var digits = String(1000 + abs(whole % 1000)).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(whole / 1000).\(digits)"
    }
}
