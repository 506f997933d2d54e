/// When and how the configuration is read again.
package struct ReloadSettings: Hashable, Sendable {
    /// The file whose first line says when to reload: `reload_time_file`.
    package var timeFile: String?
    /// Whether a time without a date counts every day: `reload_repeat`.
    package var repeatsDaily = false
    /// The file that is there while the configuration is read: `reload_file`.
    package var markerFile: String?
    /// The file stands where it does by default.
    var hasDefaultMarker = false
    /// Where what is wrong with a new configuration is written, too: `reload_check_config`.
    package var checkLog: String?

    /// `reload_file` without a path: beside the pid file, as keepalived has it.
    static func defaultMarkerFile(_ processes: ProcessSettings) -> String {
        if let instance = processes.instance { return "/run/keepalived/keepalived_\(instance).reload" }
        return processes.usesPIDFolder ? "/run/keepalived/keepalived.reload" : "/run/keepalived.reload"
    }

    package init() {}
}
