import Checks
import VRRP

extension LastResort {
    /// Takes up what an earlier process knew; what has failed is to be told by the checks.
    init(_ snapshot: NodeSnapshot.LastResortSnapshot) {
        self.init(rule: snapshot.rule, causes: [], since: snapshot.since, nextOffer: snapshot.nextOffer)
        self.isKept = snapshot.isKept
    }

    var snapshot: NodeSnapshot.LastResortSnapshot {
        NodeSnapshot.LastResortSnapshot(
            rule: self.rule,
            since: self.since,
            nextOffer: self.nextOffer,
            isKept: self.isKept
        )
    }
}

extension NodeSnapshot.LastResortSnapshot {
    func write(to writer: inout WireWriter) {
        writer.write(self.rule.rawValue)
        writer.write(self.since.nanoseconds)
        writer.write(self.nextOffer) { $0.write($1.nanoseconds) }
        writer.write(self.isKept)
    }

    init(reading reader: inout WireReader) throws(WireError) {
        guard let rule = LastResort.Rule(rawValue: try reader.integer()) else { throw WireError.malformed }
        self.init(
            rule: rule,
            since: Instant(nanoseconds: try reader.integer()),
            nextOffer: try reader.optional { (reader: inout WireReader) throws(WireError) in
                Instant(nanoseconds: try reader.integer())
            },
            isKept: try reader.boolean()
        )
    }
}
