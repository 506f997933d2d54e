/// The words of `vrrp_instance` about what is set up on the host beside addresses.
enum InstanceHostKeyword: String, CaseIterable {
    case useVirtualMAC = "use_vmac"
    case useVirtualMACForAddresses = "use_vmac_addr"
    case transmitFromBase = "vmac_xmit_base"
    case useIPVLAN = "use_ipvlan"
    case promoteSecondaries = "promote_secondaries"
    case accept
    case noAccept = "no_accept"
    case vrf
}
