import Checks
package import VRRP

/// A shared check that has failed while its instance had its addresses: for a time it counts as it did before.
package struct Grace: Hashable, Sendable {
    /// What the check was before it failed.
    package var before: CheckState.Standing
    package var since: Instant
    package var until: Instant
    /// The check counts as it is.
    package var isOver = false
    /// The journal's entry of how it began.
    var entry: UInt64?
}

/// What of a grace was used when its check passed again: a check that flaps is not withheld for ever.
struct UsedGrace: Hashable, Sendable {
    var time: Duration
    var endedAt: Instant
}

extension Grace {
    func write(to writer: inout WireWriter) {
        writer.write(Self.code(of: self.before.health))
        writer.write(self.before.score) { $0.write(Int64($1)) }
        writer.write(self.since.nanoseconds)
        writer.write(self.until.nanoseconds)
        writer.write(self.isOver)
    }

    /// Entries of the journal are of the process that made them.
    init(reading reader: inout WireReader) throws(WireError) {
        guard let health = Self.health(of: try reader.integer()) else { throw WireError.malformed }
        let score = try reader.optional { (reader: inout WireReader) throws(WireError) in
            Int(try reader.integer(Int64.self))
        }
        self.init(
            before: CheckState.Standing(health: health, score: score),
            since: Instant(nanoseconds: try reader.integer()),
            until: Instant(nanoseconds: try reader.integer()),
            isOver: try reader.boolean()
        )
    }

    private static func code(of health: Health) -> UInt8 {
        switch health {
        case .unknown: 0
        case .up: 1
        case .down: 2
        }
    }

    private static func health(of code: UInt8) -> Health? {
        switch code {
        case 0: .unknown
        case 1: .up
        case 2: .down
        default: nil
        }
    }
}
