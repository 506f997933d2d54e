import Configuration

/// The command line of `batond`, which is keepalived's.
package struct LaunchOptions: Hashable, Sendable {
    package var configurationFile = "/etc/keepalived/keepalived.conf"
    package var staysInForeground = false
    package var logsDetail = false
    /// `-t`: check the configuration and exit.
    package var testsOnly = false
    /// The file behind `-t` that keepalived would write its messages to.
    package var ignoredTestLog: String?
    /// `-V`: leave addresses behind at the end, and say no priority 0.
    package var keepsAddresses = false
    package var dumpsConfiguration = false
    package var pidFile: String?
    /// `-r`, `-c`: the same for the router and the checker.
    package var routerPIDFile: String?
    package var checkerPIDFile: String?
    /// `-u`; nil = the configuration's.
    package var umask: UInt32?
    /// `-R`: a process that dies ends the agent.
    package var restartsNothing = false
    /// `-g`.
    package var logFile: String?
    /// `--record`: where what the router is told and decides is recorded.
    package var recordingFile: String?
    /// `-s`: the network namespace, whatever the configuration says.
    package var namespace: String?
    /// `-m`.
    package var leavesCoreDumps = false
    /// `--ignore-sigint`.
    package var ignoresInterrupt = false
    package var configurationID: String?
    /// `-e`: what include lines do not find is an error.
    package var checksIncludes = false
    package var request: Request = .run
    /// Words that were accepted for keepalived's sake and do nothing here.
    package var ignored: [String] = []

    package enum Request: Hashable, Sendable {
        case run
        case version
        case help
        /// `--signum=NAME`.
        case signalNumber(Int32)
    }

    package init() {}
}
