public import Checks
import Synchronization

/// `stream PATH ARGS…`: a program that keeps running is asked, or says something by itself.
public final class StreamCheck: WatchingCheck {
    public static let description = StreamPlugin.description

    private let name: String
    private let program: ChildProgram
    private let options: [StreamRequest.Option]
    private let secretValues: [String]
    private let pool: StreamPool
    private let state = Mutex(State())

    private struct State {
        /// Taken with the first run: whoever only defines a check starts no process.
        var lease: StreamPool.Lease?
        /// Of the last answer.
        var version: UInt64 = 0
    }

    public var secrets: [String] {
        guard case .exactly(let variables) = self.program.environment else { return self.secretValues }
        let known = ["PATH", "LANG"] + Self.variables.keys
        return self.secretValues + variables.filter { !known.contains($0.key) }.map(\.value)
    }

    /// What tells a program that it is asked for a stream.
    static let variables = ["CHECK_STREAM": "1.0", "CHECK_API": "1.0"]

    public convenience init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        try self.init(definition: definition, context: context, pool: .shared)
    }

    init(definition: CheckDefinition, context: CheckContext, pool: StreamPool) throws(CheckSetupError) {
        guard let path = definition.options.arguments.first, !path.isEmpty else {
            throw CheckSetupError(
                "check \(definition.name): expected a program, as in: stream /usr/local/lib/baton/check-queue"
            )
        }
        self.name = definition.name
        self.pool = pool
        var program = ChildProgram(
            program: path,
            arguments: Array(definition.options.arguments.dropFirst()),
            definition: definition,
            context: context
        )
        program.environment = program.environment.adding(Self.variables)
        self.program = program
        var options: [StreamRequest.Option] = []
        var secretValues: [String] = []
        for entry in definition.options.entries {
            guard case .strings(let words) = entry.value, words.count == 2,
                [StreamPlugin.Option.option, StreamPlugin.Option.secret].contains(entry.name)
            else { continue }
            options.append(StreamRequest.Option(name: words[0], value: words[1]))
            if entry.name == StreamPlugin.Option.secret { secretValues.append(words[1]) }
        }
        self.options = options
        self.secretValues = secretValues
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        let stopwatch = Stopwatch()
        let answer = await self.lease().process.ask(self.name, timeout: timeout.marginBeforeDeadline)
        self.state.withLock { $0.version = answer.version }
        var outcome = answer.outcome
        outcome.duration = stopwatch.elapsed
        return outcome
    }

    @concurrent public func waitForChange() async {
        let version = self.state.withLock { $0.version }
        await self.lease().process.waitForChange(of: self.name, after: version)
    }

    private func lease() -> StreamPool.Lease {
        self.state.withLock { state in
            if let lease = state.lease { return lease }
            let lease = self.pool.lease(self.program, for: self.name, self.options)
            state.lease = lease
            return lease
        }
    }
}
