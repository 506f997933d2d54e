import Configuration

/// Where the numbers of the processes are written; nil = nowhere.
struct PIDPaths: Hashable {
    var supervisor: String?
    var router: String?
    var checker: String?

    static let folder = "/run/keepalived"

    /// The command line goes before the configuration, which names them as keepalived does.
    init(_ options: LaunchOptions, _ settings: ProcessSettings) {
        let isWanted = settings.instance != nil || settings.usesPIDFolder
        let suffix = settings.instance.map { "_" + $0 } ?? ""
        func path(_ given: String?, _ name: String) -> String? {
            given ?? (isWanted ? "\(Self.folder)/\(name)\(suffix).pid" : nil)
        }
        self.supervisor = path(options.pidFile, "keepalived")
        self.router = path(options.routerPIDFile, "vrrp")
        self.checker = path(options.checkerPIDFile, "checkers")
    }

    /// Whether the folder is to be made.
    var needsFolder: Bool {
        [self.supervisor, self.router, self.checker].contains { $0?.hasPrefix(Self.folder + "/") ?? false }
    }
}
