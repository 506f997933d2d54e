import Checks
import Configuration
import VRRP

extension SettingList {
    /// Where an instance without peers speaks from and to.
    mutating func addGroup(of instance: InstanceConfiguration, in global: GlobalConfiguration) {
        self.add("mcast_src_ip", JSONValue(instance.multicastSource?.description), "mcast_src_ip")
        switch instance.router.family {
        case .ipv4:
            let group = instance.multicastGroup ?? .v4(global.multicastGroup)
            self.add("mcast_group", .string(group.description), "mcast_dst_ip", fallback: "vrrp_mcast_group4")
        case .ipv6:
            let group = instance.multicastGroup ?? .v6(global.multicastGroup6)
            self.add("mcast_group", .string(group.description), "mcast_dst_ip", fallback: "vrrp_mcast_group6")
        }
    }

    /// `vrrp_rx_bufs_policy` and its multiplier; null = baton's own choice.
    mutating func addReceiveBuffers(_ global: GlobalConfiguration) {
        let policy: String? =
            switch global.receiveBufferPolicy {
            case nil: nil
            case .largestPacket: "MTU"
            case .advertisement: "ADVERT"
            case .kernel: "NO"
            case .bytes(let bytes): String(bytes)
            }
        self.add("vrrp_rx_bufs_policy", JSONValue(policy), "vrrp_rx_bufs_policy")
        self.add("vrrp_rx_bufs_multiplier", JSONValue(global.receiveBufferMultiplier), "vrrp_rx_bufs_multiplier")
    }
}
