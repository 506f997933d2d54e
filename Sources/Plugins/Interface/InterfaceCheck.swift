public import Checks
import Glibc
import Synchronization

/// `interface NAME`: a network interface is up and can carry traffic. Between two runs it hears of changes from the
/// kernel, in the network namespace it was made in.
public final class InterfaceCheck: WatchingCheck {
    public static let description = InterfacePlugin.description

    private let name: String
    private let expectation: InterfaceExpectation
    private let state: Mutex<State>

    private struct State {
        /// nil where the kernel gives none; tried again with each run.
        var socket: LinkSocket?
        /// Of the interface when it was last seen.
        var index: Int32?
    }

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        guard case .string(let name) = definition.options.argument, !name.isEmpty else {
            throw CheckSetupError("check \(definition.name): expected an interface, as in: interface eth0")
        }
        self.name = name
        let expectation = try InterfaceExpectation(definition)
        self.expectation = expectation
        self.state = Mutex(State(socket: try? LinkSocket(watchesAddresses: !expectation.addresses.isEmpty)))
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        let stopwatch = Stopwatch()
        let limit = timeout.marginBeforeDeadline
        var (outcome, _) = await Deadline.run(within: limit) {
            let facts = await BlockingCall.run { self.look() }
            return self.expectation.outcome(of: facts ?? .failure(.failed(ETIMEDOUT)), name: self.name)
        }
        outcome?.duration = stopwatch.elapsed
        return outcome
            ?? CheckOutcome(
                .unknown,
                .interfaceUnreadable,
                "the kernel did not tell of \(self.name) within \(limit.readable)",
                duration: stopwatch.elapsed
            )
    }

    /// On a thread of its own: whoever changes the network meanwhile is waited for.
    private func look() -> Result<LinkFacts, LinkSocket.Failure> {
        let socket: LinkSocket
        do throws(LinkSocket.Failure) {
            socket = try self.socket()
        } catch {
            return .failure(error)
        }
        // What happened until now is in the answer.
        _ = socket.takeNews(of: self.name, index: nil)
        let facts = socket.facts(
            of: self.name,
            withAddresses: !self.expectation.addresses.isEmpty,
            withSpeed: self.expectation.minSpeed != nil
        )
        if case .success(let facts) = facts {
            self.state.withLock { $0.index = facts.index }
        }
        return facts
    }

    private func socket() throws(LinkSocket.Failure) -> LinkSocket {
        if let socket = self.state.withLock({ $0.socket }) { return socket }
        let socket = try LinkSocket(watchesAddresses: !self.expectation.addresses.isEmpty)
        self.state.withLock { $0.socket = socket }
        return socket
    }

    @concurrent public func waitForChange() async {
        let (socket, index) = self.state.withLock { ($0.socket, $0.index) }
        guard let socket else { return await Cancellation.arrival() }
        while !Task.isCancelled {
            switch await Readiness.shared.wait(for: socket.news, .readable) {
            case .ready:
                if socket.takeNews(of: self.name, index: index) { return }
            case .cancelled:
                return
            case .failed:
                return await Cancellation.arrival()
            }
        }
    }
}
