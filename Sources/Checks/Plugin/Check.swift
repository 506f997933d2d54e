/// A health check: the one protocol a plugin implements.
///
/// A check knows nothing of priorities, rise, fall or peers. It does not log, retry or keep a schedule, it never
/// blocks a thread for long, and it returns an outcome for everything that can happen.
public protocol Check: Sendable {
    /// What the plugin says of itself.
    static var description: PluginDescription { get }

    /// Makes a check of a definition whose options have passed ``description``.
    init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError)

    /// One run. The task is cancelled at `timeout`; a run must then end soon, with whatever outcome.
    ///
    /// - Parameter timeout: What is left of the run's time; more than zero.
    @concurrent func run(timeout: Duration) async -> CheckOutcome
}
