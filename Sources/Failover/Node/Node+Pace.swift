import Configuration

/// How fast announcements may leave: `garp_group`, `vrrp_garp_interval`, `vrrp_gna_interval`.
extension Node {
    func paced(_ announcements: [Announcement]) -> [Announcement] {
        let global = self.configuration.global
        guard
            !global.announcementGroups.isEmpty || global.gratuitousARPInterval > .zero
                || global.neighborAdvertisementInterval > .zero
        else { return announcements }
        // The same few interfaces again and again, in rounds of hundreds of addresses.
        var known: [Announcement.Lane: Announcement.Pace?] = [:]
        return announcements.map { announcement in
            let key = Announcement.Lane(.interface(announcement.interfaceIndex), announcement.kind)
            let pace = known[key] ?? self.pace(on: announcement.interfaceIndex, of: announcement.kind)
            known[key] = .some(pace)
            var announcement = announcement
            announcement.pace = pace
            return announcement
        }
    }

    private func pace(on index: Int32, of kind: Announcement.Lane.Kind) -> Announcement.Pace? {
        let global = self.configuration.global
        let link = self.linkBelow(index)
        let place: Announcement.Lane.Place
        let interval: Duration
        if let group = global.announcementGroups.firstIndex(where: { $0.interfaces.contains(link.name) }) {
            place = .group(group)
            switch kind {
            case .gratuitousARP: interval = global.announcementGroups[group].gratuitousARPInterval ?? .zero
            case .neighborAdvertisement:
                interval = global.announcementGroups[group].neighborAdvertisementInterval ?? .zero
            }
        } else {
            place = .interface(link.index)
            switch kind {
            case .gratuitousARP: interval = global.gratuitousARPInterval
            case .neighborAdvertisement: interval = global.neighborAdvertisementInterval
            }
        }
        guard interval > .zero else { return nil }
        return Announcement.Pace(lane: Announcement.Lane(place, kind), interval: interval)
    }

    /// The switch sees what leaves on a virtual interface come from the one below.
    private func linkBelow(_ index: Int32) -> (name: String, index: Int32) {
        let name = self.interfaces[index]?.name ?? ""
        guard let link = self.ownInterfaces[name]?.configuration.link else { return (name, index) }
        return (link, self.interface(named: link)?.index ?? index)
    }
}
