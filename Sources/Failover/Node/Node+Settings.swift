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
        for name in self.askedSettings.keys.sorted() where wanted[name] == nil {
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

    /// Kernel parameters to be put back.
    package var changes: [ChangedSetting] { self.changedSettings.values.sorted { $0.name < $1.name } }

    /// Takes over what a predecessor has changed. To be called before ``Event/interfaces(_:)``.
    package mutating func adopt(_ changes: [ChangedSetting]) {
        for changed in changes {
            self.changedSettings[changed.name] = changed
            self.askedSettings[changed.name] = KernelSetting(changed.name, changed.value)
        }
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
