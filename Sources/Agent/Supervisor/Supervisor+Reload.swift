import Checks
import Configuration
import Failover
import Glibc
import LinuxIO
import VRRP

extension Supervisor {
    /// Reads the configuration again and hands it on. One that is bad changes nothing.
    ///
    /// - Returns: What came of it; the same has been logged.
    @discardableResult
    func reload() -> ReloadOutcome {
        guard self.stopping == nil else { return self.refusal("the agent is stopping", []) }
        let mark = self.putMarker()
        let ahead = self.sendAhead()
        let result = Result { () throws(ConfigurationLoader.Refused) in try self.loader.load(ahead: ahead) }
        mark?.remove()
        switch result {
        case .failure(let refused):
            self.send(.refused(generation: self.generation + 1))
            self.tell(refused.diagnostics)
            self.writeCheckLog(refused.diagnostics)
            return self.refusal("\(self.loader.mainFile) does not load", refused.diagnostics)
        case .success(let loaded):
            let checkerPath: String
            do throws(LaunchError) {
                checkerPath = try CheckerProgram.path(for: loaded)
            } catch {
                self.send(.refused(generation: self.generation + 1))
                self.writeCheckLog(loaded.diagnostics)
                return self.refusal(error.message, loaded.diagnostics)
            }
            return self.adopt(loaded, checkerPath: checkerPath, isSent: loaded.bundle == ahead)
        }
    }

    /// Reads the files that were read last time, and lets the router parse them while this process finds out whether
    /// they are good and all there is: a reload of hundreds of instances takes half the time.
    private func sendAhead() -> SourceBundle? {
        // One that does not read is not given more to read.
        guard self.router?.unsent.isEmpty == true, let last = try? SourceBundle(decoding: self.bundle) else {
            return nil
        }
        let ahead = self.loader.readAhead(of: last)
        for part in ConfigurationPart.parts(of: ahead.encoded(), generation: self.generation + 1) {
            self.send(.tentative(part))
        }
        self.flush()
        return ahead
    }

    private func send(_ command: RouterCommand) {
        self.router?.unsent.append(command.encoded())
    }

    /// - Parameter isSent: The router has it already.
    private func adopt(
        _ loaded: ConfigurationLoader.Loaded,
        checkerPath: String,
        isSent: Bool
    ) -> ReloadOutcome {
        self.bundle = loaded.bundle.encoded()
        self.generation += 1
        if isSent {
            self.send(.good(generation: self.generation))
            self.flush()
        }
        self.writeCheckLog(loaded.diagnostics)
        self.tell(loaded.diagnostics)
        if TrackFileInitialisation.isWanted(by: loaded.configuration.checks) {
            self.initialiseFiles(of: loaded.configuration, except: self.configuration.checks)
        }
        self.longestHandover = Self.longestHandover(of: loaded.configuration)
        self.moveMaintenance(to: MaintenanceRecord.path(loaded.configuration.global.journal))
        self.dumps.adopt(loaded.configuration)
        // A router that has to be started again gets this one.
        self.parsed = loaded.configuration
        self.reloadSettings = loaded.configuration.global.reload
        let old = self.processes
        self.processes = loaded.configuration.global.processes
        self.demandsSafePath = loaded.configuration.global.enableScriptSecurity
        self.applyName(after: old)
        if (self.processes.instance, self.processes.usesPIDFolder) != (old.instance, old.usesPIDFolder) {
            self.log.write(
                .warning,
                "instance and use_pid_dir cannot change on reload; the pid files stay where they are"
            )
        }
        self.keep(loaded.bundle)
        self.watchReloadTime()
        if loaded.configuration.global.controlSocket != self.listener.path {
            self.log.write(.warning, "control_socket cannot change on reload; it stays \(self.listener.path)")
        }
        self.log.write(.info, "reloading: configuration \(self.generation) from \(self.loader.mainFile)")
        let isSameChecker = checkerPath == self.checkerPath
        for part in ConfigurationPart.parts(of: self.bundle, generation: self.generation) {
            if !isSent { self.send(.configuration(part)) }
            if isSameChecker { self.checker?.unsent.append(SupervisorMessage.configuration(part).encoded()) }
        }
        if !isSameChecker { self.replaceChecker(by: checkerPath) }
        self.flush()
        return ReloadOutcome(
            isAccepted: true,
            generation: self.generation,
            summary: "configuration \(self.generation) is in force",
            diagnostics: loaded.diagnostics.map { $0.rendered() }
        )
    }

    private func refusal(_ reason: String, _ diagnostics: [Diagnostic]) -> ReloadOutcome {
        let summary = "reload refused: \(reason); configuration \(self.generation) stays in force"
        self.log.write(.error, summary)
        return ReloadOutcome(
            isAccepted: false,
            generation: self.generation,
            summary: summary,
            diagnostics: diagnostics.map { $0.rendered() }
        )
    }

    /// Health holds meanwhile, as when a checker dies; the new one is started when the old one has ended.
    private func replaceChecker(by path: String) {
        self.log.write(.info, "another checker takes over: \(path)")
        self.checkerPath = path
        self.checkerBackoff = Backoff()
        guard let checker = self.checker else {
            self.checkerDueAt = MonotonicClock.now()
            return
        }
        _ = try? checker.process.kill(SIGTERM)
        self.checkerReplacedBy = MonotonicClock.now() + .seconds(2)
    }

    // MARK: reload_file, reload_check_config

    private func putMarker() -> ReloadMarker? {
        guard let path = self.reloadSettings.markerFile else { return nil }
        let marker = ReloadMarker(path: path)
        do {
            try marker.put()
        } catch {
            self.log.write(.warning, "reload_file: \(error)")
        }
        return marker
    }

    /// Writes what an operator should know of a new configuration where they asked for it.
    private func writeCheckLog(_ diagnostics: [Diagnostic]) {
        guard let path = self.reloadSettings.checkLog else { return }
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
        let file = unsafe open(path, flags, 0o600)
        guard file >= 0 else {
            self.log.write(
                .warning,
                "reload_check_config: \(SystemError(code: errno, call: "open", object: path))"
            )
            return
        }
        defer { close(file) }
        var rest = Array(diagnostics.map { $0.rendered() + "\n" }.joined().utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
            guard count > 0 else {
                self.log.write(
                    .warning,
                    "reload_check_config: \(SystemError(code: errno, call: "write", object: path))"
                )
                return
            }
            rest = rest.dropFirst(count)
        }
    }

    // MARK: reload_time_file

    private static var secondsOfDay: Int { Int(WallClock.nanoseconds() / 1_000_000_000) }

    /// Begins to watch the file that the configuration in force names.
    func watchReloadTime() {
        if let clock = self.reloadClock.take() { self.poller.remove(clock.descriptor) }
        guard let path = self.reloadSettings.timeFile else { return }
        do {
            let clock = try ReloadClock(path: path, repeatsDaily: self.reloadSettings.repeatsDaily)
            try self.poller.add(clock.descriptor, token: Token.reloadClock)
            self.reloadClock = clock
            self.tell(clock.refresh(now: Self.secondsOfDay))
        } catch {
            self.log.write(.warning, "reload_time_file \(path) is not heeded until the next reload: \(error)")
        }
    }

    func reloadTimeChanged() {
        self.reloadClock?.acknowledge()
        // What is due is done in this turn, whatever else has changed in the folder.
        if let due = self.reloadClock?.due, due <= Self.secondsOfDay { return }
        self.tell(self.reloadClock?.refresh(now: Self.secondsOfDay))
    }

    /// How long to wait at most; the time of day may be set meanwhile, so never for long.
    var millisecondsUntilReload: Int64? {
        guard let due = self.reloadClock?.due else { return nil }
        let left = Int64(due) * 1000 - WallClock.nanoseconds() / 1_000_000
        return min(max(0, left), 60_000)
    }

    func reloadIfDue() {
        guard let due = self.reloadClock?.due, due <= Self.secondsOfDay else { return }
        self.log.write(.info, "the time of reload_time_file has come")
        self.reloadClock?.expire()
        if !self.reload().isAccepted {
            // The old configuration stays, and so does its file.
            self.watchReloadTime()
        }
    }

    private func tell(_ note: ReloadClock.Note?) {
        switch note {
        case .scheduled(let moment): self.log.write(.info, "reload scheduled for \(LogWriter.moment(moment))")
        case .cancelled: self.log.write(.info, "the scheduled reload is cancelled")
        case .refused(let reason):
            self.log.write(.warning, "reload_time_file \(self.reloadSettings.timeFile ?? ""): \(reason)")
        case nil: break
        }
    }
}
