import Configuration
import VRRP

extension Node {
    /// What an instance's advertisement ends with: nothing, or its number and a code over both.
    mutating func trailer(
        of advertisement: Advertisement,
        from source: IPAddress,
        _ index: Int,
        at now: Instant
    ) -> [UInt8] {
        guard let authentication = self.instances[index].configuration.router.messageAuthentication,
            authentication.mode.signs
        else { return [] }
        let sequence = self.instances[index].sequences.next(at: self.utc, antiReplay: authentication.antiReplay)
        let behind = Duration.zero - sequence.age(at: self.utc)
        let isBehind = behind > .zero
        if isBehind, !self.instances[index].isClockBehind {
            let cause = self.cause
            self.record(.clockBehind(behind), of: self.instances[index].name, at: now)
            self.cause = cause
        }
        self.instances[index].isClockBehind = isBehind
        return advertisement.trailer(source: source, key: authentication.activeKey, sequence: sequence)
    }

    /// The clocks will soon be too far apart: while they still agree there is time to set them.
    mutating func warnOfSkew(of sequence: MessageSequence, from source: IPAddress, _ index: Int, at now: Instant) {
        guard self.instances[index].skewLog.allows(at: now) else { return }
        let seconds = sequence.age(at: self.utc).components.seconds
        let text =
            "the clock of \(source) is \(seconds.magnitude) s \(seconds > 0 ? "behind" : "ahead of") ours, more than half "
            + "of time_window"
        self.effects.append(.log(LogLine(.warning, text, instance: self.instances[index].name)))
    }
}

extension Instance {
    /// Whether what was signed was never taken before; what is not signed cannot tell.
    mutating func isNew(_ accepted: AcceptedAdvertisement, at time: UTCTime) -> Bool {
        guard let sequence = accepted.sequence, let authentication = self.configuration.router.messageAuthentication
        else { return true }
        return self.replayGuard.admits(
            sequence,
            from: accepted.source,
            at: time,
            antiReplay: authentication.antiReplay
        )
    }
}
