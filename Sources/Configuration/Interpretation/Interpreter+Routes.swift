import Checks
import Routing
import VRRP

extension Interpreter {
    /// `virtual_routes` or `static_routes`: one route a line, in the words of `ip route`.
    mutating func routes(of statement: Statement, isStatic: Bool) -> [NetworkItem] {
        (self.block(of: statement) ?? []).compactMap { entry in
            if entry.block != nil {
                self.log.warning(entry.keyword, "a route takes no block; it is skipped")
            }
            return try? self.route(entry, isStatic: isStatic)
        }
    }

    private mutating func route(_ entry: Statement, isStatic: Bool) throws(Reported) -> NetworkItem {
        var draft = RouteDraft()
        var cursor = WordCursor(entry.words)
        while let word = cursor.take() {
            guard let keyword = RouteKeyword(rawValue: word.text) else {
                try self.readDestination(word, &cursor, into: &draft)
                continue
            }
            try self.readRouteWord(keyword, word, &cursor, isStatic: isStatic, into: &draft)
        }
        let route = try self.finished(&draft, entry)
        var item = NetworkItem(.route(route), text: entry.text, location: entry.keyword.location)
        item.isTracked = draft.isTracked
        item.trackGroup = draft.trackGroup
        return item
    }

    private mutating func readRouteWord(
        _ keyword: RouteKeyword,
        _ word: Word,
        _ cursor: inout WordCursor,
        isStatic: Bool,
        into draft: inout RouteDraft
    ) throws(Reported) {
        switch keyword {
        case .ipv4: try self.decide(.ipv4, by: word, in: &draft)
        case .ipv6: try self.decide(.ipv6, by: word, in: &draft)
        case .to:
            let next = try self.value(&cursor, expected: "a network")
            try self.readDestination(next, &cursor, into: &draft)
        case .preferredSource:
            let address = try self.hostAddress(&cursor)
            try self.decide(address.family, by: cursor.last, in: &draft)
            draft.route.preferredSource = address
        case .rewrite:
            _ = cursor.takes("to")
            let value = try self.value(&cursor, expected: "an address")
            self.log.warning(value, "'as' of a route is for labels of MPLS networks only; it is ignored")
        case .gatewayOfOld:
            self.log.warning(word, "'gw' is deprecated", fix: "write via")
            try self.readGateway(&cursor, into: &draft)
        case .gateway: try self.readGateway(&cursor, into: &draft)
        case .source:
            let value = try self.value(&cursor, expected: "a network")
            let prefix = try self.prefix(value) ?? .all(.ipv6)
            guard prefix.family == .ipv6 else {
                throw self.refusal(value, "'from' of a route is for IPv6 only; a rule can look at an IPv4 source")
            }
            try self.decide(.ipv6, by: value, in: &draft)
            draft.route.source = prefix
        case .service, .serviceField:
            draft.route.service = UInt8(truncatingIfNeeded: try self.named(&cursor, in: .services))
        case .table: draft.route.table = .number(try self.named(&cursor, in: .tables))
        case .vrf: draft.route.table = .vrf(try self.device(&cursor))
        case .originator:
            draft.route.originator = UInt8(truncatingIfNeeded: try self.named(&cursor, in: .protocols))
            draft.originator = cursor.last
        case .scope: draft.route.scope = UInt8(truncatingIfNeeded: try self.named(&cursor, in: .scopes))
        case .metric, .priority, .preferenceNumber: draft.route.metric = try self.number(&cursor)
        case .device, .outgoing: draft.route.hop.device = try self.device(&cursor)
        case .onLink: draft.route.hop.isOnLink = true
        case .encapsulation: draft.route.hop.encapsulation = try self.encapsulation(&cursor)
        case .realms:
            draft.route.realms = try self.realms(&cursor)
            try self.decide(.ipv4, by: cursor.last, in: &draft)
        case .add: draft.route.placement = .alone
        case .prepend: draft.route.placement = .before
        case .append: draft.route.placement = .behind
        case .alternative: try self.readAlternative(word, &cursor, into: &draft)
        case .nextHop: try self.readNextHops(word, &cursor, into: &draft)
        case .untracked: draft.isTracked = false
        case .trackGroup: draft.trackGroup = try self.trackGroup(&cursor, isStatic: isStatic)
        case .expires, .preference, .propagation, .mtu, .hopLimit, .advertisedSegmentSize, .roundTripTime,
            .roundTripVariance, .reordering, .window, .congestionWindow, .slowStartThreshold,
            .minimumRetransmissionTimeout, .initialCongestionWindow, .initialReceiveWindow, .features,
            .quickAcknowledgements, .congestionControl, .fastOpenWithoutCookie:
            try self.readRouteProperty(keyword, &cursor, into: &draft)
        }
    }

    /// The route is of one family, whichever word says so first.
    mutating func decide(_ family: AddressFamily, by word: Word, in draft: inout RouteDraft) throws(Reported) {
        guard draft.decide(family, by: word) else {
            throw self.refusal(word, "\(word.quoted) is of \(family), and the route is of the other family")
        }
    }

    /// `[TYPE] ADDRESS[/LENGTH]`.
    private mutating func readDestination(
        _ word: Word,
        _ cursor: inout WordCursor,
        into draft: inout RouteDraft
    ) throws(Reported) {
        var word = word
        if let type = RouteType(word: word.text) {
            draft.route.type = type
            word = try self.value(&cursor, expected: "a network")
        }
        let isNetwork = ["default", "any", "all", "default6"].contains(word.text)
        guard isNetwork || IPAddress(word.text.prefix { $0 != "/" }) != nil || word.text.contains("/") else {
            throw self.refusal(
                word,
                "unknown word \(word.quoted) in a route",
                fix: self.log.nearest(word.text, in: RouteKeyword.allCases.map(\.rawValue))
                    .map { "did you mean '\($0)'?" } ?? "see: ip route help"
            )
        }
        if let first = draft.destination {
            throw self.refusal(
                word,
                "the route has a destination already, \(first.quoted)",
                fix: "one route a line"
            )
        }
        draft.destination = word
        guard let prefix = try self.prefix(word) else { return }
        try self.decide(prefix.family, by: word, in: &draft)
        draft.route.destination = prefix
    }

    /// `[inet|inet6] ADDRESS`. With `inet6` the gateway of an IPv4 route may be one of IPv6.
    private mutating func readGateway(_ cursor: inout WordCursor, into draft: inout RouteDraft) throws(Reported) {
        draft.route.hop.gateway = try self.gateway(&cursor, of: &draft)
    }

    mutating func gateway(_ cursor: inout WordCursor, of draft: inout RouteDraft) throws(Reported) -> IPAddress {
        var family: AddressFamily?
        if cursor.takes("inet") { family = .ipv4 } else if cursor.takes("inet6") { family = .ipv6 }
        let address = try self.hostAddress(&cursor)
        if let family, address.family != family {
            throw self.refusal(cursor.last, "\(cursor.last.quoted) is no address of \(family)")
        }
        // Without the family's name it must be the route's.
        if family != .ipv6 || draft.family != .ipv4 {
            try self.decide(address.family, by: cursor.last, in: &draft)
        }
        return address
    }

    /// What the words decide together.
    private mutating func finished(_ draft: inout RouteDraft, _ entry: Statement) throws(Reported) -> Route {
        guard let destination = draft.destination else {
            throw self.refusal(entry.keyword, "the route has no destination", fix: "add ADDRESS/LENGTH, or default")
        }
        let family = draft.family ?? .ipv4
        if ["default", "any", "all"].contains(destination.text) {
            draft.route.destination = .all(family)
        }
        if draft.route.type == .nat {
            throw self.refusal(destination, "routes of type nat are no more in Linux since 2.6")
        }
        if draft.isTracked, let word = draft.originator, draft.route.originator != Route.keepalived {
            self.log.warning(
                word,
                "protocol \(word.quoted) becomes keepalived: a route that is watched is known by it",
                fix: "add no_track to keep the protocol"
            )
            draft.route.originator = Route.keepalived
        } else if draft.originator == nil {
            draft.route.originator = Route.keepalived
        }
        return draft.route
    }
}

extension Statement {
    /// As written, with single blanks.
    var text: String { self.words.map(\.text).joined(separator: " ") }
}
