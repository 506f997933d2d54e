import Routing
import VRRP

extension NetworkItem {
    /// As keepalived's dumps show an item that is not set: `prepend 192.0.2.0/24 via inet 10.0.0.1 dev eth0 proto 18`.
    package var keepalivedText: String {
        var words: [String]
        switch self.kind {
        case .address(let address):
            let group = self.trackGroup.map { ["track_group \($0)"] } ?? []
            return ([address.keepalivedText] + group).joined(separator: " ")
        case .route(let route): words = route.keepalivedWords
        case .rule(let rule): words = rule.keepalivedWords
        }
        if !self.isTracked { words.append("no_track") }
        if let group = self.trackGroup { words.append("track_group \(group)") }
        return words.joined(separator: " ")
    }
}

extension Route {
    fileprivate var keepalivedWords: [String] {
        var words: [String] = []
        switch self.placement {
        case .before: words.append("prepend")
        case .behind: words.append("append")
        case .alone: words.append("add")
        }
        if self.type != .unicast { words.append("\(self.type)") }
        words.append(self.destination.keepalivedText)
        if let source = self.source { words.append("from \(source.keepalivedText)") }
        if let source = self.preferredSource { words.append("src \(source)") }
        if self.service != 0 { words.append("tos \(self.service)") }
        words += self.hop.keepalivedWords
        switch self.table {
        case .main: break
        case .number(let number): words.append("table \(number)")
        case .vrf(let name): words.append("vrf \(name)")
        }
        words.append("proto \(self.originator)")
        if let scope = self.scope { words.append("scope \(scope)") }
        if let metric = self.metric { words.append("metric \(metric)") }
        if self.hop.isOnLink, self.family == .ipv4 { words.append("onlink") }
        if self.realms != 0 { words.append(Route.realmsText(self.realms)) }
        if let expires = self.expires { words.append("expires \(expires)sec") }
        words += self.metrics.keepalivedWords
        switch self.preference {
        case nil: break
        case 0: words.append("pref medium")
        case 1: words.append("pref high")
        case 3: words.append("pref low")
        case .some: words.append("pref unknown")
        }
        if let propagates = self.propagatesTimeToLive {
            words.append(propagates ? "ttl-propagate enabled" : "ttl-propagate disabled")
        }
        for hop in self.hops {
            words.append("nexthop")
            words += hop.keepalivedWords
            if hop.weight != 1 { words.append("weight \(hop.weight)") }
            if hop.isOnLink { words.append("onlink") }
            if hop.realms != 0 { words.append(Route.realmsText(hop.realms)) }
        }
        return words
    }

    fileprivate static func realmsText(_ realms: UInt32) -> String {
        realms >> 16 == 0 ? "realm \(realms)" : "realms \(realms >> 16)/\(realms & 0xffff)"
    }
}

extension NextHop {
    fileprivate var keepalivedWords: [String] {
        var words: [String] = []
        if let gateway = self.gateway {
            words.append("via \(gateway.family == .ipv4 ? "inet" : "inet6") \(gateway)")
        }
        if let device = self.device { words.append("dev \(device)") }
        return words
    }
}

extension RouteMetrics {
    /// In keepalived's order; those it shows as times are divided into the units it shows.
    fileprivate var keepalivedWords: [String] {
        let order: [(Kind, String)] = [
            (.mtu, "mtu"), (.window, "window"), (.slowStartThreshold, "ssthresh"), (.congestionWindow, "cwnd"),
            (.advertisedSegmentSize, "advmss"), (.reordering, "reordering"), (.hopLimit, "hoplimit"),
            (.initialCongestionWindow, "initcwnd"), (.initialReceiveWindow, "initrwnd"),
            (.quickAcknowledgements, "quickack"), (.fastOpenWithoutCookie, "fastopen_no_cookie"),
        ]
        var words: [String] = []
        if let name = self.congestionControl { words.append("congctl \(name)") }
        if self.values[.features] == 1 { words.append("features ecn") }
        for (kind, name) in order {
            guard let value = self.values[kind] else { continue }
            let isLocked = self.locked & 1 << UInt32(kind.rawValue) != 0
            words.append("\(name) \(isLocked ? "lock " : "")\(value)")
        }
        return words
    }
}

extension Rule {
    fileprivate var keepalivedWords: [String] {
        var words: [String] = []
        if self.source == nil, self.destination == nil, self.family == .ipv6 { words.append("inet6") }
        if self.isInverted { words.append("not") }
        words.append("from \(self.source?.keepalivedText ?? "all")")
        if let destination = self.destination { words.append("to \(destination.keepalivedText)") }
        words.append("priority \(self.preference)")
        words.append("tos 0x\(String(self.service, radix: 16))")
        if let mark = self.mark {
            let mask = self.markMask.map { "/0x\(String($0, radix: 16))" } ?? ""
            words.append("fwmark 0x\(String(mark, radix: 16))\(mask)")
        }
        if let name = self.incomingInterface { words.append("iif \(name)") }
        if let name = self.outgoingInterface { words.append("oif \(name)") }
        if let length = self.suppressedPrefixLength { words.append("suppress_prefixlen \(length)") }
        if let group = self.suppressedGroup { words.append("suppress_ifgroup \(group)") }
        if let tunnel = self.tunnelID { words.append("tunnel-id \(tunnel)") }
        if let users = self.users { words.append("uidrange \(users.lowerBound)-\(users.upperBound)") }
        if self.action == .lookupInVRF { words.append("l3mdev") }
        words.append("protocol \(self.originator)")
        if let number = self.ipProtocol { words.append("ipproto \(number)") }
        if let ports = self.sourcePorts { words.append("sport \(ports.lowerBound)-\(ports.upperBound)") }
        if let ports = self.destinationPorts { words.append("dport \(ports.lowerBound)-\(ports.upperBound)") }
        if self.realms != 0 { words.append("realms \(self.realms >> 16)/\(self.realms & 0xffff)") }
        words.append(self.action.keepalivedText)
        return words
    }
}

extension RuleAction {
    fileprivate var keepalivedText: String {
        switch self {
        case .lookup(let table): "lookup \(table)"
        case .lookupInVRF: "lookup 0"
        case .goto(let preference): "goto \(preference)"
        case .nothing: "nop"
        case .blackhole: "type blackhole"
        case .unreachable: "type unreachable"
        case .prohibit: "type prohibit"
        }
    }
}

extension AddressPrefix {
    /// keepalived leaves out the length of a single host, and writes the network of everything as any other.
    fileprivate var keepalivedText: String {
        self.length == (self.family == .ipv4 ? 32 : 128) ? "\(self.address)" : "\(self.address)/\(self.length)"
    }
}
