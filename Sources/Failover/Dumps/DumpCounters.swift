import VRRP

/// The counters of one instance under keepalived's names.
struct DumpCounters {
    private let counters: Counters

    init(_ counters: Counters) {
        self.counters = counters
    }

    var received: UInt64 { self.counters.received }
    var sent: UInt64 { self.counters.sent }
    var becameMaster: UInt64 { self.counters.becameMaster }
    var releasedMaster: UInt64 { self.counters.releasedMaster }
    var length: UInt64 { self.count(.packetTooShort, .ipLength, .length) }
    var timeToLive: UInt64 { self.count(.ttl) }
    var type: UInt64 { self.count(.type) }
    var interval: UInt64 { self.count(.interval) }
    /// Also packets that were taken although their addresses are others, which keepalived counts here since 2.3.3, and
    /// those sent to a group where peers were meant, or the other way round.
    var addressList: UInt64 {
        self.count(.addressCount, .destination)
            + (self.counters.remarks[AcceptanceNote.differentAddresses.rawValue] ?? 0)
    }
    var unknownAuthentication: UInt64 { self.count(.authenticationTypeUnknown) }
    var otherAuthentication: UInt64 { self.count(.authenticationTypeMismatch) }
    var wrongPassword: UInt64 { self.count(.authenticationFailure) }
    var missingTrailer: UInt64 { self.count(.authenticationMissing) }
    var malformedTrailer: UInt64 { self.count(.authenticationMalformed) }
    var unknownKey: UInt64 { self.count(.authenticationKeyUnknown) }
    var wrongCode: UInt64 { self.count(.authenticationInvalid) }
    var stale: UInt64 { self.count(.authenticationStale) }
    var replayed: UInt64 { self.count(.authenticationReplayed) }
    var priorityZeroReceived: UInt64 { self.counters.priorityZeroReceived }
    var priorityZeroSent: UInt64 { self.counters.priorityZeroSent }

    private func count(_ reasons: DiscardReason...) -> UInt64 {
        reasons.reduce(0) { $0 &+ (self.counters.discards[$1] ?? 0) }
    }
}
