import Configuration
import Failover
import VRRP

/// What agents ask for, done and answered as a kernel would.
extension ClusterSimulation {
    mutating func perform(_ effect: Effect, of node: Int) {
        switch effect {
        case .transmit(let transmission):
            self.send(transmission, from: node)
        case .addAddresses(let addresses, _):
            for address in addresses { self.add(address, to: node) }
        case .removeAddresses(let addresses, _):
            for address in addresses { self.remove(address, from: node) }
        case .addItems(let items, let owner, let isRestoring):
            let outcomes = items.map { item in
                ItemOutcome(item, self.machines[node].items.insert(item).inserted ? .set : .existed)
            }
            self.answers.append((node, .itemsAdded(outcomes, owner: owner, isRestoring: isRestoring)))
        case .removeItems(let items, _):
            self.machines[node].items.subtract(items)
        case .makeInterface(let order):
            self.make(order, on: node)
        case .removeInterface(_, let index):
            guard let place = self.place(of: index, on: node) else { return }
            self.machines[node].interfaces[place].isRemoved = true
            self.answers.append((node, .linkRemoved(index: index)))
        case .changeSetting(let setting):
            let changed = ChangedSetting(name: setting.name, original: 0, value: setting.value)
            if !setting.isMet(by: 0) { self.answers.append((node, .settingChanged(changed))) }
        case .pollLinks(let links):
            for link in links {
                guard let place = self.place(of: link.index, on: node) else { continue }
                let isUp = self.machines[node].interfaces[place].isUp
                self.answers.append((node, .linkPolled(index: link.index, isUp: isUp)))
            }
        case .journal(let entry):
            self.noted(entry, by: node)
        case .log(let line):
            self.recorder.log(line, of: self.machines[node].name)
        case .stopped:
            self.ended(node)
        case .listen, .unlisten, .restoreSetting, .forward, .filter, .announce, .withdrawAnnouncements,
            .notify, .tell:
            // Sockets, caches of neighbours and scripts change nothing of who is master.
            break
        }
    }

    /// The place of an interface that is there.
    func place(of index: Int32, on node: Int) -> Int? {
        let place = Int(index) - 2
        guard self.machines[node].interfaces.indices.contains(place) else { return nil }
        return self.machines[node].interfaces[place].isRemoved ? nil : place
    }

    private mutating func add(_ placed: PlacedAddress, to node: Int) {
        guard let place = self.place(of: placed.interfaceIndex, on: node) else { return }
        let address = AssignedAddress(address: placed.address, prefixLength: placed.prefixLength)
        guard !self.machines[node].interfaces[place].addresses.contains(address) else { return }
        self.machines[node].interfaces[place].addresses.append(address)
        self.answers.append((node, .addressAdded(address, index: placed.interfaceIndex)))
    }

    private mutating func remove(_ placed: PlacedAddress, from node: Int) {
        guard let place = self.place(of: placed.interfaceIndex, on: node) else { return }
        let address = AssignedAddress(address: placed.address, prefixLength: placed.prefixLength)
        guard self.machines[node].interfaces[place].addresses.contains(address) else { return }
        self.machines[node].interfaces[place].addresses.removeAll { $0 == address }
        self.answers.append((node, .addressRemoved(address, index: placed.interfaceIndex)))
    }

    private mutating func make(_ order: InterfaceOrder, on node: Int) {
        guard let base = self.place(of: order.linkIndex, on: node) else {
            let reason = "\(order.interface.link) does not exist"
            self.answers.append((node, .interfaceRefused(name: order.interface.name, reason: reason)))
            return
        }
        let below = self.machines[node].interfaces[base]
        let address =
            switch order.interface.kind {
            case .macvlan(let address): address
            case .ipvlan: below.hardwareAddress
            }
        let made = SimulatedInterface(
            name: order.interface.name,
            index: Int32(truncatingIfNeeded: self.machines[node].interfaces.count + 2),
            hardwareAddress: address,
            isUp: below.isUp,
            link: below.link,
            base: base
        )
        self.machines[node].interfaces.append(made)
        self.answers.append(
            (node, .link(name: made.name, index: made.index, isUp: made.isUp, hardwareAddress: made.hardwareAddress))
        )
    }
}
