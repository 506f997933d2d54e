import Configuration
import Failover
import Glibc
import LinuxIO
import VRRP

/// What the router sets up on the host beside addresses.
extension Router {
    /// Makes and removes interfaces in the order that was decided, up to a number of them: between two of them
    /// advertisements leave on time.
    func workOffHostJobs(atMost limit: Int) {
        var left = limit
        while left > 0, !self.hostJobs.isEmpty {
            left -= 1
            switch self.hostJobs.removeFirst() {
            case .make(let order): self.makeInterface(order)
            case .remove(let name, let index): self.removeInterface(name, index: index)
            }
        }
    }

    private func makeInterface(_ order: InterfaceOrder) {
        self.owesSnapshot = true
        do {
            let (link, failures) = try InterfaceMaker(routes: self.routes).make(order)
            self.log(.info, "virtual interface \(order.interface.name) is on \(order.interface.link)")
            self.tell(failures, of: order.interface.name)
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

    private func removeInterface(_ name: String, index: Int32) {
        self.owesSnapshot = true
        self.owesChanges = true
        do {
            // A record of a predecessor may name one that has gone since, and somebody else's in its place.
            guard let link = try self.routes.link(named: name), link.index == index, link.isVirtual else { return }
            try self.routes.removeLink(index)
        } catch {
            self.log(.error, "cannot remove virtual interface \(name): \(error)")
        }
    }

    func change(_ setting: KernelSetting) {
        self.owesSnapshot = true
        self.owesChanges = true
        do {
            guard let changed = try setting.apply() else { return }
            self.log(.info, "\(changed.name) is \(changed.value), was \(changed.original)")
            self.handle(.settingChanged(changed))
        } catch {
            self.log(.warning, "cannot change a kernel parameter: \(error)")
        }
    }

    func restore(_ changed: ChangedSetting) {
        self.owesSnapshot = true
        self.owesChanges = true
        do {
            try changed.undo()
        } catch {
            // It went with its interface.
            guard error.code != ENOENT else { return }
            self.log(.warning, "cannot put a kernel parameter back: \(error)")
        }
    }

    func forward(on interface: String, as link: String?) {
        var failures: [SystemError] = []
        for family in ["ipv4", "ipv6"] {
            let value = link.flatMap { try? KernelParameter("net/\(family)/conf/\($0)/forwarding").read() } ?? "0"
            do {
                let parameter = KernelParameter("net/\(family)/conf/\(interface)/forwarding")
                guard try parameter.read() != value else { continue }
                try parameter.write(value)
            } catch  where error.code == ENOENT {
                // A host without one of the families has no such parameter; or the interface has gone.
                continue
            } catch {
                failures.append(error)
            }
        }
        self.tell(failures, of: interface)
    }

    /// One warning for all parameters of an interface: they mostly fail for one reason.
    private func tell(_ failures: [SystemError], of interface: String) {
        guard let first = failures.first else { return }
        let more = failures.count > 1 ? " (and \(failures.count - 1) more)" : ""
        self.log(
            .warning,
            "cannot set what \(interface) needs to be: \(first)\(more); packets to its addresses may be dropped or answered"
                + " elsewhere. Make /proc/sys writable for the agent"
        )
    }

    func install(_ filter: PacketFilter) {
        self.owesChanges = true
        do {
            let socket = try self.filterSocket ?? FilterSocket()
            self.filterSocket = socket
            try filter.install(over: socket)
        } catch {
            self.handle(.filterRefused(reason: "\(error)"))
        }
    }
}
