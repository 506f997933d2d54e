import Checks
import Routing
import VRRP

extension Interpreter {
    /// `ip …`, `ip6 …`, `mpls LABEL[/LABEL…]` or `ila LOCATOR`.
    mutating func encapsulation(_ cursor: inout WordCursor) throws(Reported) -> Encapsulation {
        let word = try self.value(&cursor, expected: "ip, ip6, mpls or ila")
        switch word.text {
        case "ip": return .tunnel(try self.tunnel(.ipv4, word, &cursor))
        case "ip6": return .tunnel(try self.tunnel(.ipv6, word, &cursor))
        case "mpls": return .mpls(try self.labels(&cursor))
        case "ila": return .ila(try self.locator(&cursor))
        default:
            throw self.refusal(word, "encap \(word.quoted) is unknown: expected ip, ip6, mpls or ila")
        }
    }

    private mutating func tunnel(
        _ family: AddressFamily,
        _ keyword: Word,
        _ cursor: inout WordCursor
    ) throws(Reported) -> Encapsulation.Tunnel {
        var tunnel = Encapsulation.Tunnel(family: family)
        loop: while let word = cursor.take() {
            switch (word.text, family) {
            case ("id", _):
                let value = try self.value(&cursor, expected: "a whole number")
                tunnel.id = try self.number(value, of: "id", upTo: .max)
            case ("dst", _): tunnel.destination = try self.end(&cursor, family)
            case ("src", _): tunnel.source = try self.end(&cursor, family)
            case ("tos", .ipv4), ("tc", .ipv6):
                tunnel.service = UInt8(truncatingIfNeeded: try self.named(&cursor, in: .services))
            case ("ttl", .ipv4), ("hoplimit", .ipv6):
                tunnel.hops = UInt8(truncatingIfNeeded: try self.number(&cursor, upTo: 255))
            case ("flags", _): tunnel.flags = UInt16(truncatingIfNeeded: try self.number(&cursor, upTo: 65535))
            default:
                // The first word that is not the tunnel's is the route's.
                cursor.stepBack()
                break loop
            }
        }
        guard tunnel.destination != nil || tunnel.id != nil else {
            throw self.refusal(keyword, "encap \(keyword.text) needs dst or id")
        }
        return tunnel
    }

    private mutating func end(_ cursor: inout WordCursor, _ family: AddressFamily) throws(Reported) -> IPAddress {
        let address = try self.hostAddress(&cursor)
        guard address.family == family else {
            throw self.refusal(cursor.last, "\(cursor.last.quoted) is no address of \(family)")
        }
        return address
    }

    /// Labels with `/` between them, the outermost first.
    private mutating func labels(_ cursor: inout WordCursor) throws(Reported) -> [UInt32] {
        let word = try self.value(&cursor, expected: "labels, such as 100/200")
        let parts = word.text.split(separator: "/", omittingEmptySubsequences: false)
        let labels = parts.compactMap { RoutingNames.number(String($0)) }.filter { $0 < 1 << 20 }
        guard labels.count == parts.count, (1...8).contains(labels.count) else {
            throw self.refusal(
                word,
                "\(word.quoted) are no labels: expected 1 to 8 numbers below 1048576, such as 100/200"
            )
        }
        return labels.map { UInt32($0) }
    }

    /// Four groups of hexadecimal digits.
    private mutating func locator(_ cursor: inout WordCursor) throws(Reported) -> UInt64 {
        let word = try self.value(&cursor, expected: "a locator, such as 2001:db8:0:1")
        let parts = word.text.split(separator: ":", omittingEmptySubsequences: false)
        let groups = parts.compactMap { $0.hasPrefix("+") || $0.hasPrefix("-") ? nil : UInt16($0, radix: 16) }
        guard groups.count == 4, parts.count == 4 else {
            throw self.refusal(word, "\(word.quoted) is no locator: expected four groups, such as 2001:db8:0:1")
        }
        return groups.reduce(0) { $0 << 16 | UInt64($1) }
    }
}
