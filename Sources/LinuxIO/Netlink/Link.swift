import CLinux
import Glibc
package import VRRP

/// A network interface.
package struct Link: Hashable, Sendable {
    package var index: Int32
    package var name: String
    /// Switched on by the administrator (`IFF_UP`).
    package var isUp: Bool
    /// Up, with a carrier and operational (`IFF_RUNNING`): what VRRP needs.
    package var isRunning: Bool
    /// `nil` on links that have none of Ethernet's kind.
    package var hardwareAddress: MACAddress?
    /// Bytes.
    package var mtu: UInt32
    package var isLoopback: Bool
    /// The routing table of a VRF device; nil for any other.
    package var vrfTable: UInt32?
    /// The interface this one stands on (`eth0@if4`), if any.
    package var parentIndex: Int32?
    /// The number of its group; 0 is the default one.
    package var group: UInt32
    /// nil for a physical interface, and where the kernel does not say.
    package var kind: Kind?

    /// What makes up a virtual interface.
    package enum Kind: Hashable, Sendable {
        /// With `MACVLAN_MODE_…`.
        case macvlan(mode: UInt32)
        /// With `IPVLAN_MODE_…` and `IPVLAN_F_…`.
        case ipvlan(mode: UInt16, flags: UInt16)
        /// As `ip -d link` names it.
        case other(String)
    }

    package init(
        index: Int32,
        name: String,
        isUp: Bool,
        isRunning: Bool,
        hardwareAddress: MACAddress?,
        mtu: UInt32,
        isLoopback: Bool,
        parentIndex: Int32? = nil,
        group: UInt32 = 0,
        kind: Kind? = nil
    ) {
        self.index = index
        self.name = name
        self.isUp = isUp
        self.isRunning = isRunning
        self.hardwareAddress = hardwareAddress
        self.mtu = mtu
        self.isLoopback = isLoopback
        self.parentIndex = parentIndex
        self.group = group
        self.kind = kind
    }

    /// Reads the body of `RTM_NEWLINK` or `RTM_DELLINK`; `nil` for another family (bridges report their ports so) or a
    /// message without a name.
    package init?(netlink payload: ArraySlice<UInt8>) throws(NetlinkError) {
        var reader = NetlinkReader(payload)
        let family = try reader.integer(UInt8.self)
        _ = try reader.integer(UInt8.self)
        _ = try reader.integer(UInt16.self)
        let index = try reader.integer(Int32.self)
        let flags = try reader.integer(UInt32.self)
        _ = try reader.integer(UInt32.self)
        guard family == UInt8(AF_UNSPEC) else { return nil }

        var name: String?
        var hardwareAddress: MACAddress?
        var mtu: UInt32 = 0
        var vrfTable: UInt32?
        var parentIndex: Int32?
        var group: UInt32 = 0
        var kind: Kind?
        while let attribute = try reader.attribute() {
            switch Int(attribute.type) {
            case Int(IFLA_IFNAME): name = String(zeroTerminated: attribute.value)
            case Int(IFLA_ADDRESS): hardwareAddress = MACAddress(attribute.value)
            case Int(IFLA_LINKINFO):
                vrfTable = try Self.vrfTable(attribute.value)
                kind = try Kind(netlink: attribute.value)
            case Int(IFLA_MTU):
                var value = NetlinkReader(attribute.value)
                mtu = try value.integer()
            case Int(IFLA_LINK):
                var value = NetlinkReader(attribute.value)
                parentIndex = try value.integer()
            case Int(IFLA_GROUP):
                var value = NetlinkReader(attribute.value)
                group = try value.integer()
            default: continue
            }
        }
        guard let name else { return nil }
        self.init(
            index: index,
            name: name,
            isUp: flags & UInt32(CLINUX_IFF_UP) != 0,
            isRunning: flags & UInt32(CLINUX_IFF_UP) != 0 && flags & UInt32(CLINUX_IFF_RUNNING) != 0,
            hardwareAddress: hardwareAddress,
            mtu: mtu,
            isLoopback: flags & UInt32(CLINUX_IFF_LOOPBACK) != 0,
            parentIndex: parentIndex,
            group: group,
            kind: kind
        )
        self.vrfTable = vrfTable
    }

    /// What `IFLA_LINKINFO` says of a VRF device.
    private static func vrfTable(_ bytes: ArraySlice<UInt8>) throws(NetlinkError) -> UInt32? {
        var reader = NetlinkReader(bytes)
        var isVRF = false
        var table: UInt32?
        while let attribute = try reader.attribute() {
            switch Int(attribute.type) {
            case Int(IFLA_INFO_KIND): isVRF = String(zeroTerminated: attribute.value) == "vrf"
            case Int(IFLA_INFO_DATA) where isVRF:
                var data = NetlinkReader(attribute.value)
                while let attribute = try data.attribute() {
                    guard Int(attribute.type) == Int(IFLA_VRF_TABLE) else { continue }
                    var value = NetlinkReader(attribute.value)
                    table = try value.integer()
                }
            default: continue
            }
        }
        return table
    }
}
