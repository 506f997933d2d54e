import VRRP

extension Node {
    /// Two nodes that are not configured alike: what one lists and the other does not would be lost with a takeover.
    mutating func warnOfOtherAddresses(in accepted: AcceptedAdvertisement, _ index: Int, at now: Instant) {
        guard self.instances[index].addressLog.allows(at: now) else { return }
        let ours = self.instances[index].router.settings.addresses
        let theirs = accepted.advertisement.addresses
        let missing = ours.filter { !theirs.contains($0) }
        let more = theirs.filter { !ours.contains($0) }
        var parts: [String] = []
        if !missing.isEmpty { parts.append("without \(Self.list(missing))") }
        if !more.isEmpty { parts.append("with \(Self.list(more)) besides") }
        // The same addresses, one of them more than once.
        if parts.isEmpty { parts.append("\(theirs.count) in place of \(ours.count)") }
        let text = "\(accepted.source) advertises other addresses than ours: \(parts.joined(separator: ", "))"
        self.effects.append(.log(LogLine(.warning, text, instance: self.instances[index].name)))
    }

    /// The first ones by name: a packet may list 255.
    private static func list(_ addresses: [IPAddress]) -> String {
        let named = addresses.prefix(4).map(\.description).joined(separator: ", ")
        return addresses.count > 4 ? "\(named) and \(addresses.count - 4) more" : named
    }
}
