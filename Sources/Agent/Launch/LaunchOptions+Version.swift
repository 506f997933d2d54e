import ConfigurationFiles

extension LaunchOptions {
    /// What `--version` prints. Exporters ask keepalived's for `--enable-json` before they send the signal for it.
    package static var versionText: String {
        "batond \(BatonVersion.current)\nWrites the files of a keepalived that was built with --enable-json"
    }
}
