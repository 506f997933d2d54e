import Configuration
import Failover
import Glibc
import LinuxIO
import VRRP

/// What the router sets up on the host beside addresses.
extension Router {
    func attach(to interface: String, index: Int32) {
        self.owesSnapshot = true
        do {
            let socket = try VRRPSocket(interfaceIndex: index, name: interface, multicastGroup: nil, isVirtual: true)
            try self.poller.add(socket.descriptor, token: Token.sockets | UInt64(UInt32(bitPattern: index)))
            self.sockets[index] = socket
        } catch {
            self.handle(.listenFailed(index: index, reason: "\(error)"))
        }
    }

    func makeInterface(_ order: InterfaceOrder) {
        self.owesSnapshot = true
        do {
            let link = try InterfaceMaker(routes: self.routes).make(order)
            self.log(.info, "virtual interface \(order.interface.name) is on \(order.interface.link)")
            // One that was taken over as it is makes the kernel tell nothing.
            guard let link else { return }
            self.handle(
                .link(
                    name: link.name,
                    index: link.index,
                    isUp: link.isUp && link.isRunning,
                    hardwareAddress: link.hardwareAddress ?? MACAddress(rawValue: 0)
                )
            )
        } catch {
            self.log(.error, "virtual interface \(order.interface.name): \(error.description)")
            self.handle(.interfaceRefused(name: order.interface.name, reason: error.description))
        }
    }

    func removeInterface(_ name: String, index: Int32) {
        self.owesSnapshot = true
        do {
            try self.routes.removeLink(index)
        } catch {
            self.log(.error, "cannot remove virtual interface \(name): \(error)")
        }
    }

    func change(_ setting: KernelSetting) {
        self.owesSnapshot = true
        do {
            guard let changed = try setting.apply() else { return }
            self.log(.info, "\(changed.name) is \(changed.value), was \(changed.original)")
            self.handle(.settingChanged(changed))
            self.report(.settings(self.node.changes))
        } catch {
            self.log(.warning, "cannot change a kernel parameter: \(error)")
        }
    }

    func restore(_ changed: ChangedSetting) {
        self.owesSnapshot = true
        self.report(.settings(self.node.changes))
        do {
            try changed.undo()
        } catch {
            // It went with its interface.
            guard error.code != ENOENT else { return }
            self.log(.warning, "cannot put a kernel parameter back: \(error)")
        }
    }

    func forward(on interface: String, as link: String?) {
        for family in ["ipv4", "ipv6"] {
            let value = link.flatMap { try? KernelParameter("net/\(family)/conf/\($0)/forwarding").read() } ?? "0"
            // A host without one of the families has no such parameter.
            try? KernelParameter("net/\(family)/conf/\(interface)/forwarding").write(value)
        }
    }

    func install(_ filter: PacketFilter) {
        do {
            try filter.install()
        } catch {
            self.handle(.filterRefused(reason: "\(error)"))
        }
    }
}
