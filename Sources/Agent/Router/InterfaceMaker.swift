import CLinux
import Configuration
import Failover
import Glibc
import LinuxIO
import VRRP

/// Makes virtual interfaces, or takes over those a predecessor has left.
struct InterfaceMaker {
    let routes: RouteSocket

    /// - Returns: An interface that was there and up as it should be; nil if it was made, or switched on, which the
    ///   kernel tells of. And why its parameters could not be set, those that could not.
    func make(_ order: InterfaceOrder) throws(InterfaceError) -> (link: Link?, failures: [SystemError]) {
        let wanted = order.link
        do {
            var existing = try self.routes.link(named: wanted.name)
            if let link = existing, !wanted.matches(link) {
                guard Self.isLeftover(link) else { throw InterfaceError.nameTaken(by: link.kindName, order) }
                try self.routes.removeLink(link.index)
                existing = nil
            }
            if existing == nil { try self.routes.create(wanted) }
            var failures: [SystemError] = []
            for setting in order.settings {
                do {
                    _ = try setting.apply()
                } catch  where error.code == ENOENT {
                    // A host without IPv6 has none of its parameters.
                    continue
                } catch {
                    failures.append(error)
                }
            }
            guard let link = try existing ?? self.routes.link(named: wanted.name) else {
                let error = SystemError(code: ENODEV, call: "find interface", object: wanted.name)
                throw InterfaceError.system(error, order)
            }
            if link.isUp { return (link, failures) }
            try self.routes.setUp(link.index)
            if order.interface.notifiesOfLink {
                // Setting the group it has anyway makes the kernel tell of it once more.
                let group = try self.routes.link(named: order.interface.link)?.group ?? 0
                try self.routes.setGroup(group, of: order.linkIndex)
            }
            return (nil, failures)
        } catch let error as InterfaceError {
            throw error
        } catch let error as SystemError {
            throw InterfaceError.system(error, order)
        } catch {
            throw InterfaceError.system(SystemError(code: EIO, call: "make interface", object: wanted.name), order)
        }
    }

    /// A macvlan with the hardware address of a virtual router, made for another interface or in another mode: nobody
    /// but a VRRP agent makes one.
    private static func isLeftover(_ link: Link) -> Bool {
        guard case .macvlan = link.kind else { return false }
        return link.hardwareAddress?.isVirtualRouter ?? false
    }
}

extension InterfaceOrder {
    fileprivate var link: VirtualLink {
        let group = self.interface.group ?? 0
        switch self.interface.kind {
        case .macvlan(let address):
            return VirtualLink(
                name: self.interface.name,
                parentIndex: self.linkIndex,
                kind: .macvlan(mode: UInt32(MACVLAN_MODE_PRIVATE.rawValue)),
                hardwareAddress: address,
                group: group,
                masterIndex: self.masterIndex
            )
        case .ipvlan(let mode):
            let flags: UInt16 =
                switch mode {
                case .bridge: 0
                case .private: UInt16(IPVLAN_F_PRIVATE)
                case .vepa: UInt16(IPVLAN_F_VEPA)
                }
            return VirtualLink(
                name: self.interface.name,
                parentIndex: self.linkIndex,
                kind: .ipvlan(mode: UInt16(IPVLAN_MODE_L2.rawValue), flags: flags),
                group: group,
                masterIndex: self.masterIndex
            )
        }
    }
}
