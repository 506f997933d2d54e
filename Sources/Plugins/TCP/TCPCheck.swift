public import Checks

/// `tcp HOST:PORT`: a connection can be established, and a conversation over it goes as expected.
public struct TCPCheck: Check {
    public static let description = TCPPlugin.description

    let endpoint: Endpoint
    let origin: TCPConnection.Origin
    let connectTimeout: Duration?
    let script: TCPScript
    /// nil = a bare connection.
    let tls: TLSSettings?
    let startTLS: TCPPlugin.StartTLS?
    /// What ``startTLS`` says before the handshake.
    let prologue: [Conversation.Step]

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        typealias Option = TCPPlugin.Option
        let options = definition.options
        guard case .hostAndPort(let host, let port) = options.argument else {
            throw CheckSetupError("check \(definition.name): expected HOST:PORT, as in: tcp 127.0.0.1:6379")
        }
        for conflict in TCPPlugin.description.conflicts where conflict.applies(to: options) {
            throw CheckSetupError(
                "check \(definition.name): \(conflict.option) and \(conflict.excluded) exclude one another: "
                    + "\(conflict.reason); \(conflict.fix)"
            )
        }
        let family = options.string(Option.family).flatMap(AddressFamily.init(rawValue:)) ?? .any
        self.endpoint = Endpoint(host: host, port: port, family: family)
        self.connectTimeout = options.duration(Option.connectTimeout)
        self.origin = TCPConnection.Origin(
            source: try Self.source(options, definition.name),
            interface: options.string(Option.interface)
        )
        self.script = try TCPScript(options, check: definition.name)
        let startTLS = options.string(Option.startTLS).flatMap(TCPPlugin.StartTLS.init(rawValue:))
        self.startTLS = startTLS
        do throws(OptionError) {
            self.prologue = try startTLS?.prologue() ?? []
        } catch {
            throw CheckSetupError("check \(definition.name): starttls: \(error.message)")
        }
        let usesTLS = startTLS != nil || options.boolean(Option.tls) ?? false
        if !usesTLS, let option = TLSSettings.isAskedFor(by: options) {
            throw CheckSetupError(
                "check \(definition.name): \(option) means nothing without TLS; add: tls on, or starttls smtp"
            )
        }
        self.tls = usesTLS ? try TLSSettings(options, check: definition.name) : nil
    }

    public var secrets: [String] { self.script.secrets }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        var run = TCPRun(self, limit: timeout.marginBeforeDeadline)
        // Where a connection is all that is asked for and is there at once, as on this machine, nothing has to wait.
        if run.connectsAtOnce() { return run.outcome }
        let begun = run
        let (ended, _) = await Deadline.run(within: run.limit) {
            var run = begun
            await run.perform()
            return run
        }
        return (ended ?? begun).outcome
    }

    /// What the certificate must be for.
    var serverName: String { self.tls?.serverName ?? self.endpoint.host }

    private static func source(_ options: CheckOptions, _ check: String) throws(CheckSetupError) -> SocketAddress? {
        guard let source = options.string(TCPPlugin.Option.source) else { return nil }
        guard let address = try? SocketAddress.lookUp(source, port: 0, .numeric).get().first else {
            throw CheckSetupError("check \(check): source: expected an address of this machine, found '\(source)'")
        }
        return address
    }
}
