/// The words that open a block at the root of a file.
enum RootKeyword: String, CaseIterable {
    case globalDefinitions = "global_defs"
    case script = "vrrp_script"
    case check
    case instance = "vrrp_instance"
}
