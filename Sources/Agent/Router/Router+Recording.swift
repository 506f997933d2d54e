import Failover
import LinuxIO
import VRRP

extension Router {
    /// Writes down what has been decided, and done by now.
    func record(_ event: Event, at now: Instant, utc: UTCTime, _ effects: [Effect]) {
        if self.recorder?.queue.append(event, at: now, utc: utc, effects: effects) == false { self.tellOfOverflow() }
    }

    func clearCounters() {
        self.node.clearCounters()
        if self.recorder?.queue.clearedCounters() == false { self.tellOfOverflow() }
    }

    /// A part a turn, and none while an advertisement or a takeover is due.
    func handOverRecording() {
        guard self.recorder != nil, case let now = MonotonicClock.now(), !self.node.isInstanceDue(at: now) else {
            return
        }
        self.recorder?.handOver(at: now)
    }

    private func tellOfOverflow() {
        self.log(.warning, "the recording ends here: more happens than its writer takes; is its disk slow?")
    }
}
