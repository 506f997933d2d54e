import Configuration
import VRRP

extension Node {
    /// The addresses of `no_accept`. They are blocked on a backup too, where nothing would take packets to them, so that
    /// a new master needs no new rules.
    private var wantedFilter: PacketFilter {
        var blocked: Set<IPAddress> = []
        var onLinks: Set<LinkAddress> = []
        let settings = self.configuration.global.filter
        for instance in self.instances where !instance.configuration.acceptsTraffic {
            for address in instance.configuration.virtualAddresses + instance.configuration.excludedAddresses {
                guard address.address.isLinkLocal else {
                    blocked.insert(address.address)
                    continue
                }
                // Rules with names hold for interfaces that come and go.
                let index = settings.matchesIndex ? self.interface(named: address.device)?.index : nil
                onLinks.insert(LinkAddress(address: address.address, interface: address.device, index: index))
            }
        }
        return PacketFilter(settings: settings, blocked: blocked.sorted(), onLinks: onLinks.sorted())
    }

    /// Rules that a dead predecessor has left go first. Nothing is done where there is nothing to block and nothing was:
    /// a table of that name may be another agent's.
    mutating func arrangeFilter() {
        let wanted = self.wantedFilter
        for table in self.leftTables where wanted.isEmpty || table != wanted.settings.table {
            var settings = wanted.settings
            settings.table = table
            self.effects.append(.filter(PacketFilter(settings: settings, blocked: [])))
        }
        self.leftTables = []
        guard wanted != self.filter else { return }
        if let filter = self.filter, filter.settings.table != wanted.settings.table, !filter.isEmpty {
            self.install(PacketFilter(settings: filter.settings, blocked: []))
        }
        if self.filter?.isEmpty ?? true, wanted.isEmpty {
            self.filter = wanted
            return
        }
        self.install(wanted)
    }

    /// The table that has rules now, if one has.
    var filledTable: [String] {
        guard let filter = self.filter, !filter.isEmpty else { return [] }
        return [filter.settings.table]
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
