import Checks
import Configuration
package import VRRP

extension Node {
    /// The whole node as operators ask for it: `baton status`, schema `status/v1`.
    package func status(version: String, processID: Int32, at now: Instant) -> String {
        var json = JSONText()
        json.object { json in
            json.value("schema", "status/v1")
            json.value("version", version)
            json.value("pid", processID)
            json.value("uptime_ms", (now - self.startedAt).milliseconds)
            json.value("generation", self.generation)
            json.object("checker") { json in
                json.value("state", self.checkerIsRunning ? "running" : "restarting")
                json.value("since_ms", (now - self.checkerSince).milliseconds)
            }
            self.describeOrders(in: &json, at: now)
            json.array("instances") { json in
                for instance in self.instances {
                    json.object { self.describe(instance, in: &$0, at: now) }
                }
            }
            json.array("sync_groups") { json in
                for group in self.groups {
                    json.object { json in
                        json.value("name", group.name)
                        json.value("state", group.state.rawValue)
                        json.value("since_ms", (now - group.since).milliseconds)
                        json.array("members") { json in
                            for index in group.members { json.value(nil, self.instances[index].name) }
                        }
                    }
                }
            }
            json.array("statics") { json in
                for item in self.configuration.statics {
                    json.object { Self.describe(item, of: self.statics, in: &$0) }
                }
            }
            json.array("checks") { json in
                for definition in self.configuration.checks {
                    json.object { json in
                        if let check = self.checks[definition.name] {
                            self.describe(check, in: &json, at: now)
                        } else {
                            self.describeIdle(definition, in: &json)
                        }
                    }
                }
            }
            json.array("fifos") { json in
                for fifo in self.configuration.global.notifyFIFOs {
                    json.object { json in
                        json.value("path", fifo.path)
                        json.value("lost", self.fifoLosses[fifo.path]?.total ?? 0)
                    }
                }
            }
            json.object("stray_packets") { json in
                for (reason, count) in self.strayPackets.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                    json.value(reason.rawValue, count)
                }
            }
            json.array("journal") { json in
                for entry in self.journal.entries.suffix(50) {
                    json.object { json in
                        json.value("id", entry.id)
                        if let cause = entry.cause {
                            json.value("cause", cause)
                        }
                        json.value("ago_ms", (now - entry.at).milliseconds)
                        if let instance = entry.instance {
                            json.value("instance", instance)
                        } else {
                            json.null("instance")
                        }
                        json.value("text", entry.change.description)
                    }
                }
            }
        }
        return json.text
    }

    /// The ledger of one instance: `baton explain`, schema `explain/v1`. An unknown name is answered with the known ones.
    package func explain(_ name: String, at now: Instant) -> String {
        var json = JSONText()
        guard let instance = self.instances.first(where: { $0.name == name }) else {
            let known = self.instances.map(\.name).joined(separator: ", ")
            json.object { $0.value("error", "no instance \(name); expected one of: \(known)") }
            return json.text
        }
        // While it waits for first results the ledger is not kept up to date.
        let ledger = instance.gate == nil ? instance.ledger : self.ledger(of: instance)
        json.object { json in
            json.value("schema", "explain/v1")
            json.object("instance") { self.describe(instance, in: &$0, at: now) }
            json.object("ledger") { json in
                json.value("base", ledger.base.rawValue)
                json.array("contributions") { json in
                    for contribution in ledger.contributions {
                        json.object { self.describe(contribution, in: &$0, at: now) }
                    }
                }
                json.value("sum", ledger.sum)
                json.value("clamped", ledger.isClamped)
                json.value("effective", ledger.effective.rawValue)
            }
            json.value("next", self.nextStep(of: instance, at: now))
            json.array("outlook") { json in
                for sentence in self.outlook(of: instance, ledger, at: now) { json.value(nil, sentence) }
            }
        }
        return json.text
    }

    func describe(_ instance: Instance, in json: inout JSONText, at now: Instant) {
        json.value("name", instance.name)
        json.value("interface", instance.configuration.interface)
        json.value("vrid", instance.configuration.router.virtualRouterID.rawValue)
        json.value("version", instance.configuration.router.version.rawValue)
        json.value("state", instance.gate != nil ? "waiting" : instance.router.state.name.rawValue)
        json.object("priority") { json in
            json.value("base", instance.ledger.base.rawValue)
            json.value("effective", instance.router.effectivePriority.rawValue)
        }
        if let group = instance.group {
            json.value("sync_group", self.groups[group].name)
        } else {
            json.null("sync_group")
        }
        json.value("advert_int_ms", instance.configuration.router.advertisementInterval.duration.milliseconds)
        json.value("since_ms", (now - instance.since).milliseconds)
        if let master = instance.router.currentMaster, !instance.isMaster {
            json.object("master") { json in
                json.value("address", master.address.description)
                json.value("priority", master.priority.rawValue)
            }
        } else {
            json.null("master")
        }
        if let source = instance.source {
            json.value("source", source.description)
        } else {
            json.null("source")
        }
        json.array("addresses") { json in
            let configuration = instance.configuration
            for address in configuration.virtualAddresses + configuration.excludedAddresses {
                json.value(nil, "\(address.address)/\(address.prefixLength)")
            }
        }
        json.array("routes_and_rules") { json in
            for item in instance.configuration.items {
                json.object { Self.describe(item, of: instance.items, in: &$0) }
            }
        }
        json.array("faults") { json in
            for fault in instance.faults {
                json.value(nil, fault.description)
            }
        }
        self.describeGuards(of: instance, in: &json, at: now)
        if let last = instance.lastTransition {
            json.object("last_transition") { json in
                json.value("from", last.transition.from.rawValue)
                json.value("to", last.transition.to.rawValue)
                json.value("cause", last.transition.cause.explanation)
                json.value("ago_ms", (now - last.at).milliseconds)
            }
        } else {
            json.null("last_transition")
        }
        if let damping = instance.damping {
            json.object("damping") { self.describe(damping, of: instance, in: &$0, at: now) }
        }
        if let member = self.damping(over: instance)?.member { json.value("damped_with", member) }
        self.describeOrders(of: instance, in: &json, at: now)
        json.object("counters") { self.describe(instance.counters, in: &$0) }
    }

    private static func describe(_ item: NetworkItem, of held: HeldItems, in json: inout JSONText) {
        let kind =
            switch item.kind {
            case .address: "address"
            case .route: "route"
            case .rule: "rule"
            }
        json.value("kind", kind)
        json.value("text", item.text)
        let reason = held.missing[item]
        json.value("is_set", reason == nil && held.placed.contains { $0.origin == item })
        if let reason {
            json.value("reason", reason)
        } else {
            json.null("reason")
        }
    }

    private func describe(_ counters: Counters, in json: inout JSONText) {
        json.value("advertisements_sent", counters.sent)
        json.value("advertisements_received", counters.received)
        json.value("priority_zero_sent", counters.priorityZeroSent)
        json.value("priority_zero_received", counters.priorityZeroReceived)
        json.value("became_master", counters.becameMaster)
        json.value("released_master", counters.releasedMaster)
        json.value("announcements_sent", counters.announcementsSent)
        json.value("addresses_restored", counters.addressesRestored)
        if counters.rivalOwners > 0 { json.value("rival_owners", counters.rivalOwners) }
        for (reason, count) in counters.discards.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            json.value("discarded_" + reason.rawValue, count)
        }
        for (remark, count) in counters.remarks.sorted(by: { $0.key < $1.key }) {
            json.value("accepted_" + remark, count)
        }
    }

    private func nextStep(of instance: Instance, at now: Instant) -> String {
        if instance.gate != nil {
            if let hold = self.holdUntil {
                return "waits \(max(.zero, hold - now).milliseconds) ms more, as vrrp_startup_delay and "
                    + "vrrp_delay_after_boot say"
            }
            let awaited = instance.configuration.trackedChecks.map(\.name).filter {
                self.checks[$0]?.isAwaited ?? false
            }
            return "waits for the first result of \(awaited.joined(separator: ", "))"
        }
        if let aside = self.nextStepAside(of: instance) { return aside }
        if let step = self.nextStepOfDrill(of: instance, at: now) { return step }
        if instance.group != nil, instance.router.wantsMaster, !instance.isMaster {
            let missing = self.instances.filter { $0.group == instance.group && !$0.router.wantsMaster }.map(\.name)
            return "wants to be master, and waits for \(missing.joined(separator: ", ")) of its sync group"
        }
        if let step = self.dampedStep(of: instance, at: now) { return step }
        let left = instance.router.deadline.map { "\(max(.zero, $0 - now).milliseconds) ms" } ?? ""
        switch instance.router.state.name {
        case .initialize: return "has left"
        case .fault: return "competes again when its faults are over"
        case .master: return "advertises again in \(left)"
        case .backup: return "becomes master in \(left) unless a master is heard"
        case .resigning: return "gives up its addresses in \(left), or when a successor is heard"
        }
    }
}
