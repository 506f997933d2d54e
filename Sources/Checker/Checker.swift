public import Checks
import Glibc
import Logging

/// The checker process: runs the checks and notify scripts of one agent.
///
/// A checker with plugins of your own is these lines and your plugin:
///
///     @main struct MyChecker {
///         static func main() async { await Checker.main(plugins: BuiltinChecks.all + [MyCheck.self]) }
///     }
///
/// `batond` starts it with `--supervisor-fd N --router-fd M`, two ends of `SOCK_SEQPACKET` socket pairs. With
/// `--describe-plugins` it writes ``PluginDescription/encoded(_:)`` of its plugins to standard output instead, with
/// `--run` the ``StandaloneAnswer`` to the ``StandaloneRequest`` on its standard input.
public enum Checker {
    /// Runs the checker with the arguments of the process until the supervisor ends it, and then exits.
    ///
    /// Exit codes: 0 told to end, or the supervisor is gone, or the plugins are described; 64 wrong arguments; 71 the system gives no descriptors
    /// or threads; 74 standard output cannot be written.
    public static func main(plugins: [any Check.Type]) async {
        let logger = Logger(label: "checker") { _ in LineLogHandler(source: "checker") }
        switch CheckerArguments.parse(Array(CommandLine.arguments.dropFirst())) {
        case .success(.serve(let supervisor, let router, let umask)):
            await self.serve(supervisor: supervisor, router: router, umask: umask, plugins: plugins, logger: logger)
        case .success(.describePlugins):
            exit(CheckerProcess.write(PluginDescription.encoded(plugins.map { $0.description })) ? EX_OK : EX_IOERR)
        case .success(.run):
            exit(await StandaloneService.run(plugins: plugins))
        case .failure(let error):
            logger.error("\(error.message)")
            exit(EX_USAGE)
        }
    }

    private static func serve(
        supervisor: Int32,
        router: Int32,
        umask: UInt32?,
        plugins: [any Check.Type],
        logger: Logger
    ) async {
        guard let supervisor = PacketSocket(descriptor: supervisor),
            let router = PacketSocket(descriptor: router)
        else {
            logger.error(
                "--supervisor-fd and --router-fd: expected inherited SOCK_SEQPACKET sockets; batond starts this program"
            )
            exit(EX_USAGE)
        }
        CheckerProcess.prepare()
        guard let wake = WakePipe() else { exit(EX_OSERR) }
        SignalRelay.install([SIGTERM, SIGINT], to: wake)
        SignalRelay.discard([SIGPIPE, SIGHUP])
        let link = CheckerLink(supervisor: supervisor, router: router, wake: wake)
        guard link.start() else {
            logger.error("the system gives no thread")
            exit(EX_OSERR)
        }
        let service = CheckerService(
            link: link,
            factory: CheckFactory(plugins: plugins, context: CheckContext(mayChangeUser: geteuid() == 0)),
            logger: logger,
            plan: { CheckerPlan(bundle: $0, plugins: plugins.map { $0.description }, logger: logger) },
            umask: umask,
            onStop: { CheckerProcess.exit(after: CheckerService.exitLimit) }
        )
        await service.run()
        CheckerProcess.killChildren()
        exit(EXIT_SUCCESS)
    }
}
