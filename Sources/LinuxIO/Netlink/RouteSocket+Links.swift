import CLinux
import Glibc

extension RouteSocket {
    /// The interface of a name; `nil` if there is none.
    package func link(named name: String) throws(SystemError) -> Link? {
        var found: Link?
        let answer = try self.transact(type: UInt16(RTM_GETLINK), flags: 0) { writer in
            for _ in 0..<4 { writer.integer(UInt32(0)) }
            writer.attribute(UInt16(IFLA_IFNAME), Array(name.utf8) + [0])
        } answered: { message throws(NetlinkError) in
            guard message.type == UInt16(RTM_NEWLINK) else { return }
            found = try Link(netlink: message.payload)
        }
        switch answer.code {
        case 0: return found
        case ENODEV: return nil
        default: throw answer.error("find interface", name)
        }
    }

    /// Makes a virtual interface, which is down then.
    ///
    /// - Throws: EEXIST if the name is taken, EOPNOTSUPP if the kernel does not know the kind, EADDRINUSE if a sibling
    ///   has the hardware address.
    package func create(_ link: VirtualLink) throws(SystemError) {
        let flags = UInt16(NLM_F_CREATE) | UInt16(NLM_F_EXCL)
        let answer = try self.transact(type: UInt16(RTM_NEWLINK), flags: flags) { link.write(to: &$0) }
        guard answer.code == 0 else { throw answer.error("make \(link.kind.name) interface", link.name) }
    }

    /// Removes an interface; one that is not there is no error.
    package func removeLink(_ index: Int32) throws(SystemError) {
        let answer = try self.transact(type: UInt16(RTM_DELLINK), flags: 0) { Self.header(of: index, to: &$0) }
        guard answer.code == 0 || answer.code == ENODEV else {
            throw answer.error("remove interface", "\(index)")
        }
    }

    /// Switches an interface on.
    package func setUp(_ index: Int32) throws(SystemError) {
        let up = UInt32(CLINUX_IFF_UP)
        let answer = try self.transact(type: UInt16(RTM_NEWLINK), flags: 0) { writer in
            Self.header(of: index, flags: up, change: up, to: &writer)
        }
        guard answer.code == 0 else { throw answer.error("switch on interface", "\(index)") }
    }

    /// Gives an interface a group; the kernel tells all listeners of the interface, also if it had that group.
    package func setGroup(_ group: UInt32, of index: Int32) throws(SystemError) {
        let answer = try self.transact(type: UInt16(RTM_NEWLINK), flags: 0) { writer in
            Self.header(of: index, to: &writer)
            writer.attribute(UInt16(IFLA_GROUP)) { $0.integer(group) }
        }
        guard answer.code == 0 else { throw answer.error("set group of interface", "\(index)") }
    }

    /// Appends an `ifinfomsg`.
    private static func header(
        of index: Int32,
        flags: UInt32 = 0,
        change: UInt32 = 0,
        to writer: inout NetlinkWriter
    ) {
        writer.integer(UInt32(0))
        writer.integer(index)
        writer.integer(flags)
        writer.integer(change)
    }
}
