import Checks
import Routing
import VRRP

extension Interpreter {
    /// What a route says of the path behind it.
    mutating func readRouteProperty(
        _ keyword: RouteKeyword,
        _ cursor: inout WordCursor,
        into draft: inout RouteDraft
    ) throws(Reported) {
        switch keyword {
        case .mtu: try self.readMetric(.mtu, &cursor, into: &draft)
        case .advertisedSegmentSize: try self.readMetric(.advertisedSegmentSize, &cursor, into: &draft)
        case .reordering: try self.readMetric(.reordering, &cursor, into: &draft)
        case .congestionWindow: try self.readMetric(.congestionWindow, &cursor, into: &draft)
        case .slowStartThreshold: try self.readMetric(.slowStartThreshold, &cursor, into: &draft)
        case .window: draft.route.metrics.values[.window] = try self.number(&cursor)
        case .hopLimit: draft.route.metrics.values[.hopLimit] = try self.number(&cursor, upTo: 255)
        case .initialCongestionWindow:
            draft.route.metrics.values[.initialCongestionWindow] = try self.number(&cursor)
        case .initialReceiveWindow: draft.route.metrics.values[.initialReceiveWindow] = try self.number(&cursor)
        case .quickAcknowledgements:
            draft.route.metrics.values[.quickAcknowledgements] = try self.number(&cursor, upTo: 1)
        case .fastOpenWithoutCookie:
            draft.route.metrics.values[.fastOpenWithoutCookie] = try self.number(&cursor, upTo: 1)
        case .roundTripTime: try self.readTime(.roundTripTime, perMillisecond: 8, &cursor, into: &draft)
        case .roundTripVariance: try self.readTime(.roundTripVariance, perMillisecond: 4, &cursor, into: &draft)
        case .minimumRetransmissionTimeout:
            try self.readTime(.minimumRetransmissionTimeout, perMillisecond: 1, &cursor, into: &draft)
        case .features: try self.readFeature(&cursor, into: &draft)
        case .congestionControl:
            if cursor.takes("lock") { draft.route.metrics.lock(RouteMetrics.congestionControlNumber) }
            draft.route.metrics.congestionControl = try self.value(&cursor, expected: "the name of an algorithm").text
        case .expires:
            draft.route.expires = try self.number(&cursor)
            try self.decide(.ipv6, by: cursor.last, in: &draft)
        case .preference:
            draft.route.preference = try self.routerPreference(&cursor)
            try self.decide(.ipv6, by: cursor.last, in: &draft)
        case .propagation: draft.route.propagatesTimeToLive = try self.propagation(&cursor)
        case .ipv4, .ipv6, .to, .preferredSource, .rewrite, .gateway, .gatewayOfOld, .source, .service, .serviceField,
            .table, .originator, .scope, .metric, .priority, .preferenceNumber, .device, .outgoing, .onLink,
            .encapsulation, .realms, .add, .prepend, .append, .alternative, .nextHop, .untracked, .trackGroup, .vrf:
            break
        }
    }

    /// `[lock] N`.
    private mutating func readMetric(
        _ kind: RouteMetrics.Kind,
        _ cursor: inout WordCursor,
        into draft: inout RouteDraft
    ) throws(Reported) {
        if cursor.takes("lock") { draft.route.metrics.lock(kind.rawValue) }
        draft.route.metrics.values[kind] = try self.number(&cursor)
    }

    /// `[lock] N`, in the kernel's own units, or `N` with `ms` or `s` behind it.
    private mutating func readTime(
        _ kind: RouteMetrics.Kind,
        perMillisecond factor: Int64,
        _ cursor: inout WordCursor,
        into draft: inout RouteDraft
    ) throws(Reported) {
        if cursor.takes("lock") { draft.route.metrics.lock(kind.rawValue) }
        let name = cursor.last.text
        let word = try self.value(&cursor, expected: "a time, such as 100ms or 1.5s")
        draft.route.metrics.values[kind] = try self.time(word, of: name, perMillisecond: factor)
    }

    private mutating func time(_ word: Word, of name: String, perMillisecond factor: Int64) throws(Reported) -> UInt32 {
        let text = word.text.lowercased()
        let unit = text.drop { $0.isNumber || $0 == "." }
        let digits = String(text.dropLast(unit.count))
        let milliseconds: Int64
        switch unit {
        case "": return UInt32(truncatingIfNeeded: try self.number(word, of: name, upTo: UInt64(UInt32.max)))
        case "ms", "msec", "msecs": milliseconds = 1
        case "s", "sec", "secs": milliseconds = 1000
        default: milliseconds = 0
        }
        guard milliseconds > 0, let value = Decimal.seconds(digits) else {
            throw self.refusal(word, "\(name) \(word.quoted) is no time: expected one such as 100ms or 1.5s")
        }
        // `value` counts seconds for whatever unit there was.
        let units = Decimal.microseconds(value) / 1000 * milliseconds * factor / 1000
        guard let result = UInt32(exactly: units), result > 0 else {
            throw self.refusal(word, "\(name) \(word.quoted) is out of range: expected 1ms to 120s")
        }
        return result
    }

    private mutating func readFeature(_ cursor: inout WordCursor, into draft: inout RouteDraft) throws(Reported) {
        let word = try self.value(&cursor, expected: "ecn")
        guard word.text == "ecn" else {
            self.log.warning(word, "feature \(word.quoted) is unknown and ignored", fix: "expected ecn")
            return
        }
        draft.route.metrics.values[.features] = 1
    }

    private mutating func routerPreference(_ cursor: inout WordCursor) throws(Reported) -> UInt8 {
        let word = try self.value(&cursor, expected: "low, medium or high")
        switch word.text {
        case "medium": return 0
        case "high": return 1
        case "low": return 3
        default: return UInt8(truncatingIfNeeded: try self.number(word, of: "pref", upTo: 255))
        }
    }

    private mutating func propagation(_ cursor: inout WordCursor) throws(Reported) -> Bool {
        let word = try self.value(&cursor, expected: "enabled or disabled")
        switch word.text {
        case "enabled": return true
        case "disabled": return false
        default: throw self.refusal(word, "ttl-propagate \(word.quoted) is unknown: expected enabled or disabled")
        }
    }
}
