import Configuration
import VRRP

extension Node {
    /// The addresses of `no_accept`. They are blocked on a backup too, where nothing would take packets to them, so that
    /// a new master needs no new rules.
    private var wantedFilter: PacketFilter {
        var blocked: Set<IPAddress> = []
        for instance in self.instances where !instance.configuration.acceptsTraffic {
            blocked.formUnion(instance.configuration.virtualAddresses.map(\.address))
            blocked.formUnion(instance.configuration.excludedAddresses.map(\.address))
        }
        return PacketFilter(settings: self.configuration.global.filter, blocked: blocked.sorted())
    }

    /// The first time also if there is nothing to block: a dead predecessor may have left its rules.
    mutating func arrangeFilter() {
        let wanted = self.wantedFilter
        guard wanted != self.filter else { return }
        if let filter = self.filter, filter.settings.table != wanted.settings.table, !filter.isEmpty {
            self.install(PacketFilter(settings: filter.settings, blocked: []))
        }
        if self.filter != nil, self.filter?.isEmpty == true, wanted.isEmpty {
            self.filter = wanted
            return
        }
        self.install(wanted)
    }

    mutating func install(_ filter: PacketFilter) {
        self.filter = filter
        self.effects.append(.filter(filter))
    }

    mutating func filterRefused(_ reason: String, at now: Instant) {
        // Without rules to set there was nothing to lose.
        guard self.filter?.isEmpty == false else { return }
        self.record(.filterRefused(reason), at: now)
    }
}
