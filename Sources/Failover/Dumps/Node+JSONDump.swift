import Checks
import Configuration
import VRRP

extension Node {
    /// `keepalived.json`, schema 1: an array of the instances; or schema 2 (`json_version 2`): an object with that array
    /// and the tracked processes.
    ///
    /// What keepalived's file does not have is in members named `baton`, as `baton status` tells it.
    func jsonDump(at moment: DumpMoment) -> String {
        var json = JSONText()
        if self.configuration.global.dumps.jsonVersion == 2 {
            json.object { json in
                json.array("vrrp") { self.addInstances(to: &$0, at: moment) }
                self.addProcesses(to: &json)
                json.object("baton") { self.addAgent(to: &$0, at: moment) }
            }
        } else {
            json.array { self.addInstances(to: &$0, at: moment) }
        }
        return json.text + "\n"
    }

    private func addInstances(to json: inout JSONText, at moment: DumpMoment) {
        for instance in self.instances {
            json.object { json in
                json.object("data") { json in
                    self.addHead(of: instance, to: &json, at: moment)
                    self.addAnnouncements(of: instance, to: &json)
                    self.addElection(of: instance, to: &json)
                    self.addScripts(instance.configuration.notify, to: &json)
                    self.addLists(of: instance, to: &json)
                    self.addAuthentication(of: instance, to: &json)
                }
                json.object("stats") { self.add(DumpCounters(instance.counters), to: &$0) }
                json.object("baton") { json in
                    self.describe(instance, in: &json, at: moment.now)
                    self.addChecks(instance.configuration.trackedChecks, to: &json, at: moment)
                }
            }
        }
    }

    private func addHead(of instance: Instance, to json: inout JSONText, at moment: DumpMoment) {
        let configuration = instance.configuration
        let transition = moment.time(instance.lastTransition?.at ?? instance.since)
        json.value("iname", instance.name)
        json.value("dont_track_primary", configuration.ignoresOwnInterface ? 1 : 0)
        json.value("skip_check_adv_addr", configuration.skipsAddressCheck ? 1 : 0)
        json.value("strict_mode", configuration.isStrict ? 1 : 0)
        json.value("vmac_ifname", configuration.virtualInterface?.name ?? "")
        json.value("ifp_ifname", instance.dumpInterface)
        json.value("master_priority", instance.router.currentMaster?.priority.rawValue ?? 0)
        json.value("last_transition", decimal: transition.seconds)
    }

    private func addAnnouncements(of instance: Instance, to json: inout JSONText) {
        let settings = instance.configuration.router.gratuitousARP
        json.value("garp_delay", decimal: settings.masterDelay.decimalText)
        json.value("garp_refresh", settings.masterRefresh.components.seconds)
        json.value("garp_rep", settings.masterRepeat)
        json.value("garp_refresh_rep", settings.masterRefreshRepeat)
        json.value("garp_lower_prio_delay", settings.lowerPriorityDelay.components.seconds)
        json.value("garp_lower_prio_rep", settings.lowerPriorityRepeat)
    }

    private func addElection(of instance: Instance, to json: inout JSONText) {
        let configuration = instance.configuration
        let router = configuration.router
        json.value("lower_prio_no_advert", router.answersLowerPriority ? 0 : 1)
        json.value("higher_prio_send_advert", router.advertisesBeforeYielding ? 1 : 0)
        json.value("vrid", router.virtualRouterID.rawValue)
        json.value("base_priority", router.basePriority.rawValue)
        json.value("effective_priority", instance.router.effectivePriority.rawValue)
        json.value("vipset", instance.holdsAddresses)
        json.value("promote_secondaries", configuration.promotesSecondaries)
        json.value("adver_int", decimal: router.advertisementInterval.duration.decimalText)
        json.value("master_adver_int", decimal: instance.masterInterval.duration.decimalText)
        json.value("accept", configuration.acceptsTraffic ? 1 : 0)
        json.value("nopreempt", !router.preempt)
        json.value("preempt_delay", router.preemptDelay.components.seconds)
        json.value("state", instance.dumpState.rawValue)
        json.value("wantstate", instance.wantedState.rawValue)
        json.value("version", router.version.rawValue)
        json.value("smtp_alert", configuration.mailsTransitions)
        json.value("notify_deleted", configuration.notify.tellsDeletion)
    }

    private func addScripts(_ scripts: NotifyScripts, to json: inout JSONText) {
        let keys = [
            ("script_backup", scripts.backup), ("script_master", scripts.master), ("script_fault", scripts.fault),
            ("script_stop", scripts.stop), ("script_deleted", scripts.deleted), ("script", scripts.any),
            ("script_master_rx_lower_pri", scripts.masterReceivedLowerPriority),
        ]
        for (key, script) in keys {
            if let script { json.value(key, CommandText.quoted(script.command)) }
        }
    }

    /// Lists that are empty are left out, as keepalived does.
    private func addLists(of instance: Instance, to json: inout JSONText) {
        let configuration = instance.configuration
        var scripts: [String] = []
        var processes: [String] = []
        for tracked in configuration.trackedChecks {
            guard let definition = self.checks[tracked.name]?.definition else { continue }
            switch StateDump.TrackerKind(definition.origin) {
            case .script: scripts.append(CommandText.of(definition))
            case .process: processes.append(definition.name)
            case .file: break
            }
        }
        let lists = [
            ("vips", configuration.virtualAddresses.map { instance.dumpText(of: $0) }),
            ("evips", configuration.excludedAddresses.map { instance.dumpText(of: $0) }),
            ("vroutes", instance.dumpRoutes), ("vrules", instance.dumpRules),
            ("track_ifp", configuration.trackedInterfaces.map(\.name)),
            ("track_script", scripts), ("track_process", processes),
        ]
        for (key, texts) in lists where !texts.isEmpty {
            json.array(key) { json in
                for text in texts { json.value(nil, text) }
            }
        }
    }

    /// Never the password.
    private func addAuthentication(of instance: Instance, to json: inout JSONText) {
        switch instance.configuration.router.authentication {
        case .none:
            json.value("auth_type", 0)
        case .password:
            json.value("auth_type", 1)
            json.value("auth_data", "********")
        }
    }

    private func add(_ counters: DumpCounters, to json: inout JSONText) {
        let values: KeyValuePairs<String, UInt64> = [
            "advert_rcvd": counters.received, "advert_sent": counters.sent,
            "become_master": counters.becameMaster, "release_master": counters.releasedMaster,
            "packet_len_err": counters.length, "advert_interval_err": counters.interval,
            "ip_ttl_err": counters.timeToLive, "invalid_type_rcvd": counters.type,
            "addr_list_err": counters.addressList, "invalid_authtype": counters.unknownAuthentication,
            "authtype_mismatch": counters.otherAuthentication, "auth_failure": counters.wrongPassword,
            "auth_ext_missing": counters.missingTrailer, "auth_ext_malformed": counters.malformedTrailer,
            "auth_ext_unknown_key": counters.unknownKey, "auth_ext_invalid_hmac": counters.wrongCode,
            "auth_ext_stale": counters.stale, "auth_ext_replay": counters.replayed,
            "pri_zero_rcvd": counters.priorityZeroReceived, "pri_zero_sent": counters.priorityZeroSent,
        ]
        for (key, value) in values { json.value(key, value) }
    }

    private func addChecks(_ tracked: [TrackedCheck], to json: inout JSONText, at moment: DumpMoment) {
        json.array("checks") { json in
            for tracked in tracked {
                guard let check = self.checks[tracked.name] else { continue }
                json.object { self.describe(check, in: &$0, at: moment.now) }
            }
        }
    }

    private func addProcesses(to json: inout JSONText) {
        let processes = self.configuration.checks.compactMap { self.checks[$0.name] }.filter {
            StateDump.TrackerKind($0.definition.origin) == .process
        }
        guard !processes.isEmpty else { return }
        json.array("track_process") { json in
            for check in processes { json.object { Self.add(TrackedProcessDump(check), to: &$0) } }
        }
    }

    private static func add(_ process: TrackedProcessDump, to json: inout JSONText) {
        let weight = process.definition.weight
        json.value("process", process.name)
        if let parameters = process.parameters { json.value("parameters", parameters) }
        json.value("param_match", process.match.rawValue)
        json.value("min_processes", process.minimum)
        if let maximum = process.maximum { json.value("max_processes", maximum) }
        json.value("current_processes", process.current)
        json.value("have_quorum", process.hasQuorum)
        json.value("weight", weight.reverse ? -weight.value : weight.value)
        json.value("terminate_delay", decimal: process.terminateDelay.decimalText)
        json.value("fork_delay", decimal: process.forkDelay.decimalText)
        json.value("fork_delay_timer_running", process.isForkTimerRunning)
        json.value("terminate_delay_timer_running", process.isTerminateTimerRunning)
        json.value("full_command", process.comparesFullCommand)
    }

    private func addAgent(to json: inout JSONText, at moment: DumpMoment) {
        json.value("version", moment.version)
        json.value("pid", moment.processID)
        json.value("uptime_ms", (moment.now - self.startedAt).milliseconds)
        json.value("generation", self.generation)
        json.array("checks") { json in
            for check in self.configuration.checks.compactMap({ self.checks[$0.name] }) {
                json.object { self.describe(check, in: &$0, at: moment.now) }
            }
        }
    }
}
