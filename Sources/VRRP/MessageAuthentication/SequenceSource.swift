/// What a sender numbers its advertisements by.
package struct SequenceSource: Hashable, Sendable {
    /// The last number given; nil = none yet.
    package private(set) var last: MessageSequence?

    package init() {}

    /// After numbers of which the last one known is this: those given since are skipped. While the clock is behind
    /// there is one for each advertisement, and otherwise the clock is ahead of them all.
    package init(continuing last: MessageSequence?) {
        self.last = last.map { MessageSequence(rawValue: $0.rawValue &+ 1 << 16) }
    }

    /// A number greater than the last one: that of the clock, or the last one and one more while the clock is behind.
    ///
    /// Once the clock is behind by more than the listeners' window they take nothing any more, so that numbering begins
    /// again at the clock; their memory of the greater numbers has run out by then. Where nothing is asked but growth,
    /// it goes on growing.
    package mutating func next(at time: UTCTime, antiReplay: MessageAuthentication.AntiReplay) -> MessageSequence {
        let clock = MessageSequence(at: time)
        let next: MessageSequence
        if let last = self.last, !clock.isAfter(last) {
            switch antiReplay {
            case .time(let window): next = .zero - last.age(at: time) > window ? clock : last.next
            case .monotonic: next = last.next
            }
        } else {
            next = clock
        }
        self.last = next
        return next
    }

    /// Whether the clock is behind the last number by more than a counter explains.
    package func isAhead(of time: UTCTime) -> Bool {
        self.last.map { $0.age(at: time) < .zero } ?? false
    }
}
