import Routing
import VRRP

extension VirtualAddress {
    /// As keepalived's dumps show an address that is not set: `10.0.0.1/24 brd 10.0.0.255 dev eth0 scope global`.
    package var keepalivedText: String { self.keepalivedText(on: self.device) }

    /// The same with an interface by another name.
    package func keepalivedText(on device: String) -> String {
        // keepalived leaves out the length of a single host.
        let isHost = self.prefixLength == (self.address.family == .ipv4 ? 32 : 128)
        var text = isHost ? "\(self.address)" : "\(self.address)/\(self.prefixLength)"
        if let broadcast = self.broadcast { text += " brd \(broadcast)" }
        text += " dev \(device)\(self.usesVMAC ? " use_vmac" : "")"
        text += " scope \(VirtualAddress.scopeName(self.scope))"
        if let label = self.label { text += " label \(label)" }
        if let peer = self.options.peer { text += " peer \(peer)/\(self.prefixLength)" }
        if self.options.isHome { text += " home" }
        if self.options.detectsDuplicates { text += " -nodad" }
        if self.options.managesTemporaryAddresses { text += " mngtmpaddr" }
        if self.options.hasNoPrefixRoute { text += " noprefixroute" }
        if self.options.joinsGroup { text += " autojoin" }
        if !self.isTracked { text += " no_track" }
        return self.address.family == .ipv6 ? "\(text) \(self.lifetimeText(isHost: isHost))" : text
    }

    /// An address of IPv6 that is a single host is set without being preferred, unless something else is said.
    private func lifetimeText(isHost: Bool) -> String {
        switch self.options.preferredLifetime ?? (isHost ? 0 : .max) {
        case 0: "deprecated"
        case .max: "preferred_lft forever"
        case let seconds: "preferred_lft \(seconds)"
        }
    }

    /// As `rt_scopes` names it; a number where it has no name.
    private static func scopeName(_ scope: UInt8) -> String {
        switch scope {
        case 0: "global"
        case 200: "site"
        case 253: "link"
        case 254: "host"
        case 255: "nowhere"
        default: String(scope)
        }
    }
}
