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
/// `batond` starts it with `--supervisor-fd N --router-fd M`, two ends of `SOCK_SEQPACKET` socket pairs.
public enum Checker {
    /// Runs the checker with the arguments of the process until the supervisor ends it, and then exits.
    ///
    /// Exit codes: 0 told to end, or the supervisor is gone; 64 wrong arguments; 71 the system gives no descriptors
    /// or threads.
    public static func main(plugins: [any Check.Type]) async {
        let logger = Logger(label: "checker") { _ in LineLogHandler(source: "checker") }
        let arguments: CheckerArguments
        switch CheckerArguments.parse(Array(CommandLine.arguments.dropFirst())) {
        case .success(let parsed): arguments = parsed
        case .failure(let error):
            logger.error("\(error.message)")
            exit(EX_USAGE)
        }
        guard let supervisor = PacketSocket(descriptor: arguments.supervisor),
            let router = PacketSocket(descriptor: arguments.router)
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
            onStop: { CheckerProcess.exit(after: CheckerService.exitLimit) }
        )
        await service.run()
        CheckerProcess.killChildren()
        exit(EXIT_SUCCESS)
    }
}
