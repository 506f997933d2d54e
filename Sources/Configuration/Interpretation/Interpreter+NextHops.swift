import Checks
import Routing
import VRRP

extension Interpreter {
    /// `nexthop [via A] [dev IF] [weight N] [onlink] [encap …] [realms R] nexthop …`, up to the end of the line.
    mutating func readNextHops(
        _ keyword: Word,
        _ cursor: inout WordCursor,
        into draft: inout RouteDraft
    ) throws(Reported) {
        guard draft.route.hops.isEmpty else {
            throw self.refusal(keyword, "'nexthop' cannot stand behind 'or'", fix: "write nexthop for each of them")
        }
        repeat {
            draft.route.hops.append(try self.nextHop(&cursor, of: &draft))
        } while cursor.takes("nexthop")
        if let excess = cursor.next {
            throw self.refusal(
                excess,
                "unexpected word \(excess.quoted) among the hops of a route",
                fix: "write it before the first nexthop"
            )
        }
    }

    private mutating func nextHop(_ cursor: inout WordCursor, of draft: inout RouteDraft) throws(Reported) -> NextHop {
        var hop = NextHop()
        while let word = cursor.next {
            switch word.text {
            case "via":
                _ = cursor.take()
                hop.gateway = try self.gateway(&cursor, of: &draft)
            case "dev":
                _ = cursor.take()
                hop.device = try self.device(&cursor)
            case "weight":
                _ = cursor.take()
                hop.weight = try self.weight(&cursor)
            case "onlink":
                _ = cursor.take()
                hop.isOnLink = true
            case "encap":
                _ = cursor.take()
                hop.encapsulation = try self.encapsulation(&cursor)
            case "realms":
                _ = cursor.take()
                hop.realms = try self.realms(&cursor)
                try self.decide(.ipv4, by: cursor.last, in: &draft)
            default:
                return hop
            }
        }
        return hop
    }

    private mutating func weight(_ cursor: inout WordCursor) throws(Reported) -> UInt16 {
        let word = try self.value(&cursor, expected: "a whole number from 1 to 256")
        let weight = try self.number(word, of: "weight", upTo: 256)
        guard weight > 0 else { throw self.refusal(word, "weight 0 is out of range: expected 1 to 256") }
        return UInt16(weight)
    }

    /// `via A or B`, as keepalived once had it: two hops of equal weight.
    mutating func readAlternative(
        _ keyword: Word,
        _ cursor: inout WordCursor,
        into draft: inout RouteDraft
    ) throws(Reported) {
        self.log.warning(keyword, "'or' is deprecated", fix: "write nexthop via A nexthop via B")
        let address = try self.hostAddress(&cursor)
        guard draft.route.hops.isEmpty, let first = draft.route.hop.gateway else {
            throw self.refusal(keyword, "'or' needs one 'via' before it")
        }
        try self.decide(address.family, by: cursor.last, in: &draft)
        draft.route.hops = [NextHop(gateway: first), NextHop(gateway: address)]
        draft.route.hop.gateway = nil
    }
}
