package import VRRP

/// An interface of a virtual router's own, on top of a real one: `use_vmac`, `use_ipvlan`.
package struct VirtualInterface: Hashable, Sendable {
    /// 1 to 15 bytes.
    package var name: String
    /// The real interface below.
    package var link: String
    package var kind: Kind
    /// The number of its group (`ip link … group`); nil = the default one, 0.
    package var group: UInt32?
    /// `netlink_notify_msg`: the kernel tells listeners of the interface below once more when this one is made.
    package var notifiesOfLink = false

    package enum Kind: Hashable, Sendable {
        /// A macvlan in private mode with this address, the virtual router's.
        case macvlan(MACAddress)
        /// An ipvlan in layer 2 mode; it has the hardware address of the interface below.
        case ipvlan(IPVLANMode)
    }

    /// How ipvlan interfaces of one link reach one another, as keepalived's words have it.
    package enum IPVLANMode: String, CaseIterable, Hashable, Sendable {
        case bridge
        case `private`
        case vepa
    }

    package init(name: String, link: String, kind: Kind) {
        self.name = name
        self.link = link
        self.kind = kind
    }
}
