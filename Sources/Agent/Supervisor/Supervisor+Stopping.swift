import Checks
import Configuration
import Failover
import Glibc
import LinuxIO
import VRRP

extension Supervisor {
    /// The first request hands over, make before break; the second leaves at once.
    func stop() {
        switch self.stopping {
        case nil:
            self.log.write(.info, "stopping; a second signal leaves at once")
            self.beginStop(immediately: false)
        case .some(let stopping) where !stopping.isImmediate:
            self.log.write(.info, "leaving at once")
            self.beginStop(immediately: true)
        case .some:
            break
        }
        if self.router == nil {
            self.stopChecker()
        }
    }

    func beginStop(immediately: Bool) {
        let patience =
            immediately ? Duration.seconds(2) : self.processes.childWait ?? (self.longestHandover + .seconds(2))
        self.stopping = Stopping(isImmediate: immediately, deadline: MonotonicClock.now() + patience)
        self.checkerDueAt = nil
        let command: RouterCommand = self.options.keepsAddresses ? .leave : immediately ? .stopNow : .stop
        self.router?.unsent.append(command.encoded())
        self.flush()
    }

    /// The router has left; notify scripts may still run.
    func stopChecker() {
        guard let checker = self.checker, let stopping = self.stopping else { return }
        if stopping.isImmediate {
            // Its children are in groups of their own and end with it: it is asked first, and not for long.
            _ = try? checker.process.kill(SIGTERM)
            self.stopping?.deadline = min(stopping.deadline, MonotonicClock.now() + .milliseconds(500))
            return
        }
        guard !stopping.hasToldChecker else { return }
        self.stopping?.hasToldChecker = true
        self.stopping?.deadline = MonotonicClock.now() + (self.processes.childWait ?? .seconds(7))
        if (try? checker.socket.send(SupervisorMessage.stop.encoded())) != true {
            _ = try? checker.process.kill(SIGTERM)
        }
    }

    /// Somebody did not answer in time.
    func stopOverdue(_ now: Instant) {
        if let router = self.router {
            self.log.write(.error, "the router does not answer; ending it")
            _ = try? router.process.kill(SIGKILL)
        } else if let checker = self.checker {
            self.log.write(.warning, "the checker does not end; killing it")
            _ = try? checker.process.kill(SIGKILL)
        }
        self.stopping?.deadline = now + .seconds(2)
    }

    func killChildren() {
        for child in [self.router, self.checker] {
            guard let child else { continue }
            _ = try? child.process.kill(SIGKILL)
            _ = try? child.process.wait()
        }
        if !self.hasRouterLeft {
            self.executeLastWill()
        }
    }

    /// What the router would have done at its end: priority 0, then the addresses removed. The only time this process
    /// touches the network.
    func executeLastWill() {
        guard let snapshot = self.snapshot, !self.options.keepsAddresses else { return }
        do {
            try LastWill(configuration: self.configuration, snapshot: NodeSnapshot(decoding: snapshot)).execute()
            try? self.host.replace(with: HostChanges())
            self.log.write(.info, "said priority 0 and removed the addresses in the router's place")
        } catch {
            self.log.write(.error, "could not give up the addresses in the router's place: \(error)")
        }
    }
}
