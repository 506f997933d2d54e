/// The exit codes of `batond`; keepalived's where it has one for the case.
package enum ExitStatus {
    package static let success: Int32 = 0
    /// A bad command line, or an error while running.
    package static let failure: Int32 = 1
    /// The configuration does not load.
    package static let configuration: Int32 = 2
    /// No privilege for what the agent must do.
    package static let permission: Int32 = 4

    /// `-t`: the configuration file cannot be read.
    package static let testCannotRead: Int32 = 4
    /// `-t`: the configuration does not load.
    package static let testInvalid: Int32 = 5
}
