/// How the agent's processes run, and what they start at the beginning and at the end.
package struct ProcessSettings: Hashable, Sendable {
    package var startup = HostScript()
    package var shutdown = HostScript()
    /// Bits that files made by scripts never have: `umask`.
    package var umask: UInt32 = FileModeMask.standard
    /// Whether children that run as another user have all groups of that user: `set_supplementary_groups`.
    package var hasSupplementaryGroups = false
    /// How long children may take to end: `child_wait_time`; nil = as long as a handover and notify scripts take.
    package var childWait: Duration?
    /// The name of the supervisor's process; nil = the program's.
    package var name: String?
    /// The name of the router's process; nil = the program's.
    package var routerName: String?
    package var router = RouterProcessSettings()
    /// The folder where every configuration that comes in force is kept: `config_save_dir`.
    package var saveFolder: String?
    /// The part of the names of pid files that tells two agents apart: `instance`.
    package var instance: String?
    /// Whether pid files are made in `/run/keepalived`: `use_pid_dir`.
    package var usesPIDFolder = false

    package init() {}
}
