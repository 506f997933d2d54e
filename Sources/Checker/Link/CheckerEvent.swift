import Checks

/// What reaches the checker from outside.
enum CheckerEvent: Hashable, Sendable {
    /// A complete configuration, as the supervisor encoded it.
    case configuration(generation: UInt32, bundle: [UInt8])
    case notify(NotifyRequest)
    case notice(StateNotice)
    /// Lines for the journal's file.
    case journal([UInt8])
    case repeatReports
    /// The supervisor, or a signal, asks the checker to end.
    case stop
    /// The supervisor has died: the router resigns now and may still ask for notify scripts.
    case supervisorGone
    case routerGone
    /// Bytes that are no message, from whom, and why they are none.
    case malformed(sender: String, WireError)
}
