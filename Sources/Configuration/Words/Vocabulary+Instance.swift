extension Vocabulary {
    static let instance = Vocabulary(
        block: "vrrp_instance",
        supported: InstanceKeyword.allCases.map(\.rawValue) + InstancePacketKeyword.allCases.map(\.rawValue)
            + ProtocolKeyword.allCases.map(\.rawValue)
            + InstanceReportKeyword.allCases.map(\.rawValue),
        later: [
            "vrf", "use_vmac", "use_vmac_addr", "vmac_xmit_base", "use_ipvlan", "native_ipv6", "mcast_src_ip",
            "mcast_dst_ip", "track_src_ip", "promote_secondaries", "accept", "no_accept", "kernel_rx_buf_size",
        ]
    )
}
