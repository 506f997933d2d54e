import VRRP

/// A virtual hardware address in use.
struct VirtualMAC: Hashable {
    let link: String
    let address: MACAddress
}

/// What `use_vmac` or `use_ipvlan` gives; nil = not given.
struct VirtualInterfaceDraft {
    /// The word `use_vmac` or `use_ipvlan`.
    let word: Word
    let isIPVLAN: Bool
    var name: String?
    /// The interface it stands on instead of the instance's.
    var link: String?
    var hardwareAddress: MACAddress?
    var mode: VirtualInterface.IPVLANMode?
    var group: UInt32?
    var notifiesOfLink = false
}
