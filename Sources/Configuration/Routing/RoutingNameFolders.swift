/// Where the tables of names of iproute2 are: `rt_tables`, `rt_protos` and the like.
struct RoutingNameFolders: Hashable, Sendable {
    /// `iproute_etc_dir`; what stands here goes before the other folder.
    var own = "/etc/iproute2"
    /// `iproute_usr_dir`.
    var shared = "/usr/share/iproute2"
}
