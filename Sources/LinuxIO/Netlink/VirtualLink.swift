import CLinux
import Glibc
package import VRRP

/// A virtual interface as it is to be: what the kernel is asked to make on top of another one.
package struct VirtualLink: Hashable, Sendable {
    package var name: String
    package var parentIndex: Int32
    package var kind: Link.Kind
    /// nil = the kernel's choice.
    package var hardwareAddress: MACAddress?
    package var group: UInt32
    /// The VRF device it belongs to.
    package var masterIndex: Int32?

    package init(
        name: String,
        parentIndex: Int32,
        kind: Link.Kind,
        hardwareAddress: MACAddress? = nil,
        group: UInt32 = 0,
        masterIndex: Int32? = nil
    ) {
        self.name = name
        self.parentIndex = parentIndex
        self.kind = kind
        self.hardwareAddress = hardwareAddress
        self.group = group
        self.masterIndex = masterIndex
    }

    /// Appends this as the body of `RTM_NEWLINK`: an `ifinfomsg` of an interface that is down, and its attributes.
    package func write(to writer: inout NetlinkWriter) {
        for _ in 0..<4 { writer.integer(UInt32(0)) }
        writer.attribute(UInt16(IFLA_IFNAME), Array(self.name.utf8) + [0])
        writer.attribute(UInt16(IFLA_LINK)) { $0.integer(self.parentIndex) }
        if let hardwareAddress = self.hardwareAddress {
            writer.attribute(UInt16(IFLA_ADDRESS), hardwareAddress.bytes)
        }
        if self.group != 0 {
            writer.attribute(UInt16(IFLA_GROUP)) { $0.integer(self.group) }
        }
        if let masterIndex = self.masterIndex {
            writer.attribute(UInt16(IFLA_MASTER)) { $0.integer(masterIndex) }
        }
        self.kind.write(to: &writer)
    }

    /// Whether `link` is what this would be, but for its state and group.
    package func matches(_ link: Link) -> Bool {
        link.name == self.name && link.parentIndex == self.parentIndex && link.kind == self.kind
            && (self.hardwareAddress == nil || link.hardwareAddress == self.hardwareAddress)
    }
}
