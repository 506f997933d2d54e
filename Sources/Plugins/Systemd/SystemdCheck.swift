public import Checks
import Synchronization

/// `systemd UNIT`: a unit is active. One connection is kept from run to run, over which systemd tells of changes.
public final class SystemdCheck: WatchingCheck {
    public static let description = SystemdPlugin.description

    private let unit: UnitName
    private let bus: String?
    private let expectation: UnitExpectation
    private let manager = Mutex<SystemdManager?>(nil)

    public init(definition: CheckDefinition, context: CheckContext) throws(CheckSetupError) {
        let text = definition.options.arguments.first ?? ""
        guard let unit = UnitName(text) else {
            throw CheckSetupError(
                "check \(definition.name): expected the name of a unit, as in: systemd nginx.service; found '\(text)'"
            )
        }
        self.unit = unit
        self.bus = definition.options.string(SystemdPlugin.Option.bus)
        self.expectation = try UnitExpectation(definition)
    }

    @concurrent public func run(timeout: Duration) async -> CheckOutcome {
        let stopwatch = Stopwatch()
        let limit = timeout.marginBeforeDeadline
        var (outcome, _) = await Deadline.run(within: limit) { () async -> CheckOutcome? in
            do throws(SystemdManager.Failure) {
                return self.expectation.outcome(of: try await self.state(), unit: self.unit.text)
            } catch {
                self.manager.withLock { $0 = nil }
                return error == .bus(.cancelled) ? nil : self.outcome(of: error)
            }
        }
        outcome??.duration = stopwatch.elapsed
        return (outcome ?? nil)
            ?? self.unreachable("no answer within \(limit.readable)", duration: stopwatch.elapsed)
    }

    private func state() async throws(SystemdManager.Failure) -> UnitState {
        if let manager = self.manager.withLock({ $0 }) {
            do throws(SystemdManager.Failure) {
                return try await manager.state()
            } catch {
                // A connection of an earlier run may have been closed since, as when systemd starts itself anew.
                guard case .bus(.closed) = error else { throw error }
            }
        }
        let manager = try await SystemdManager(for: self.unit, bus: self.bus)
        let state = try await manager.state()
        self.manager.withLock { $0 = manager }
        return state
    }

    @concurrent public func waitForChange() async {
        guard let manager = self.manager.withLock({ $0 }) else { return await Cancellation.arrival() }
        await manager.waitForChange()
    }

    private func outcome(of failure: SystemdManager.Failure) -> CheckOutcome {
        let socket = self.bus ?? SystemdManager.systemBus
        return switch failure {
        case .bus(.connect(let number)):
            self.unreachable("\(socket): \(ErrorText.of(number)); is systemd running here?")
        case .bus(.refused):
            self.unreachable("\(socket) does not let this user in")
        case .bus(.closed(let number)):
            self.unreachable("\(socket) closed the connection\(number == 0 ? "" : ": \(ErrorText.of(number))")")
        case .bus(.malformed):
            self.unreachable("\(socket) does not speak D-Bus")
        case .bus(.cancelled):
            self.unreachable("the run was stopped")
        case .said("org.freedesktop.DBus.Error.ServiceUnknown", _),
            .said("org.freedesktop.DBus.Error.NameHasNoOwner", _):
            self.unreachable("there is a bus at \(socket), but no systemd on it")
        case .said(let name, let text):
            self.unreachable("\(text.isEmpty ? name : text) (\(name))")
        }
    }

    private func unreachable(_ text: String, duration: Duration = .zero) -> CheckOutcome {
        var findings = Findings()
        findings.add(
            "systemd",
            expected: "an answer",
            got: text,
            .unknown,
            .unitUnreachable,
            "cannot ask systemd for \(self.unit.text): \(text)"
        )
        var outcome = findings.outcome("")
        outcome.duration = duration
        return outcome
    }
}
