/// What a receiver remembers of the sequences it has taken, so that it takes none twice.
///
/// Only senders that hold a key get in, so no flood of forged ones displaces what is remembered.
package struct ReplayGuard: Hashable, Sendable {
    /// The greatest sequence taken from each sender, the one heard last at the end.
    package private(set) var marks: [Mark]

    package struct Mark: Hashable, Sendable {
        package var source: IPAddress
        package var sequence: MessageSequence

        package init(source: IPAddress, sequence: MessageSequence) {
            self.source = source
            self.sequence = sequence
        }
    }

    /// Senders remembered: more than any group of routers has.
    package static let capacity = 64

    package init(marks: [Mark] = []) {
        self.marks = Array(marks.suffix(Self.capacity))
    }

    /// Takes a sequence if it is greater than any taken before from this sender.
    ///
    /// Where times are compared, a mark outside the window stands for nothing that could still come: a sender whose
    /// clock was set back after it had run ahead is heard again.
    package mutating func admits(
        _ sequence: MessageSequence,
        from source: IPAddress,
        at time: UTCTime,
        antiReplay: MessageAuthentication.AntiReplay
    ) -> Bool {
        if let index = self.marks.firstIndex(where: { $0.source == source }) {
            let mark = self.marks[index].sequence
            let counts =
                switch antiReplay {
                case .time(let window): mark.isWithin(window, of: time)
                case .monotonic: true
                }
            guard !counts || sequence.isAfter(mark) else { return false }
            self.marks.remove(at: index)
        } else if self.marks.count >= Self.capacity {
            self.marks.removeFirst()
        }
        self.marks.append(Mark(source: source, sequence: sequence))
        return true
    }
}
