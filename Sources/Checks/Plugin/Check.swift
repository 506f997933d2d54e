/// A health check: the one protocol a plugin implements.
///
/// A check knows nothing of priorities, rise, fall or peers. It does not log, retry or keep a schedule, it never
/// blocks a thread for long, and it returns an outcome for everything that can happen.
public protocol Check: Sendable {
    /// What the plugin says of itself.
    static var description: PluginDescription { get }

    /// Makes a check of a definition whose options have passed ``description``.
    init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError)

    /// Texts that must never be shown, such as what a password file holds. They are replaced in every outcome before
    /// it is logged or sent; values of options marked ``OptionDescription/isSecret`` are without being named here.
    var secrets: [String] { get }

    /// One run. The task is cancelled at `timeout`; a run must then end soon, with whatever outcome.
    ///
    /// - Parameter timeout: What is left of the run's time; more than zero.
    @concurrent func run(timeout: Duration) async -> CheckOutcome
}

extension Check {
    public var secrets: [String] { [] }
}
