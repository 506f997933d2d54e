import Configuration
import VRRP

extension Node {
    /// What the kernel must do otherwise on interfaces that are not the agent's.
    var wantedSettings: [String: KernelSetting] {
        var settings: [KernelSetting] = []
        for instance in self.instances {
            let configuration = instance.configuration
            for interface in configuration.virtualInterfaces where self.interface(named: interface.link) != nil {
                guard case .macvlan = interface.kind else { continue }
                let link = "net/ipv4/conf/\(interface.link)/"
                // It answers no ARP for addresses of the macvlan, and does not ask in their name: its own hardware
                // address must never stand beside a virtual one (RFC 9568 section 8.1.2).
                settings.append(KernelSetting(link + "arp_ignore", 1, .atLeast))
                settings.append(KernelSetting(link + "arp_announce", 2, .atLeast))
            }
            if configuration.promotesSecondaries, self.interface(named: configuration.interface) != nil {
                settings.append(KernelSetting("net/ipv4/conf/\(configuration.interface)/promote_secondaries", 1))
            }
        }
        if self.configuration.global.disableLocalIGMP {
            settings.append(KernelSetting("net/ipv4/igmp_link_local_mcast_reports", 0))
        }
        return Dictionary(settings.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Changes what is wanted and was not, and puts back what is not wanted any more.
    mutating func arrangeSettings(_ wanted: [String: KernelSetting]) {
        // What a predecessor changed may never have been asked for here.
        let known = Set(self.askedSettings.keys).union(self.changedSettings.keys)
        for name in known.sorted() where wanted[name] == nil {
            self.askedSettings[name] = nil
            if let changed = self.changedSettings.removeValue(forKey: name) {
                self.effects.append(.restoreSetting(changed))
            }
        }
        for setting in wanted.values.sorted(by: { $0.name < $1.name }) where self.askedSettings[setting.name] == nil {
            self.askedSettings[setting.name] = setting
            self.effects.append(.changeSetting(setting))
        }
    }

    /// What is to be put back on the host.
    package var changes: HostChanges {
        var changes = HostChanges()
        changes.settings = self.changedSettings.values.sorted { $0.name < $1.name }
        changes.interfaces = self.madeInterfaces
        changes.tables = self.leftTables + self.filledTable
        return changes
    }

    /// Takes over what a predecessor has left. To be called before ``Event/interfaces(_:)``.
    ///
    /// That a parameter was changed once does not say that it still is so: those that are wanted are asked for all the
    /// same, and the original stays the first one.
    package mutating func adopt(_ changes: HostChanges) {
        self.adopt(changes.settings)
        self.leftInterfaces = changes.interfaces
        self.leftTables = changes.tables
    }

    private mutating func adopt(_ settings: [ChangedSetting]) {
        for changed in settings { self.changedSettings[changed.name] = changed }
    }

    /// What a predecessor has set up and changed.
    mutating func restoreHost(_ snapshot: NodeSnapshot) {
        self.adopt(snapshot.settings)
        for interface in self.instances.flatMap(\.configuration.virtualInterfaces)
        where snapshot.interfaces.contains(interface.name) {
            self.ownInterfaces[interface.name] = OwnInterface(configuration: interface, standing: .present)
        }
    }

    /// The first original counts: what was changed twice is put back to what it was before both.
    mutating func settingChanged(_ changed: ChangedSetting) {
        if self.changedSettings[changed.name] == nil {
            self.changedSettings[changed.name] = changed
        } else {
            self.changedSettings[changed.name]?.value = changed.value
        }
    }
}
