import Checks

extension Interpreter {
    /// `vrrp_sync_group NAME { group { … } … }`.
    mutating func readSyncGroup(_ statement: Statement) {
        guard let name = self.checkName(of: statement), let block = self.block(of: statement) else { return }
        if let first = self.syncGroups.first(where: { $0.name.text == name.text }) {
            self.log.error(
                name,
                "a sync group named \(name.quoted) stands at \(first.name.location) already",
                fix: "give one of them another name",
                category: .reference
            )
            return
        }
        var draft = SyncGroupDraft(name: name)
        for statement in block {
            guard let keyword = SyncGroupKeyword(rawValue: statement.keyword.text) else {
                self.reportUnrecognised(statement, in: .syncGroup)
                continue
            }
            self.readSyncGroupWord(keyword, statement, into: &draft)
        }
        self.syncGroups.append(draft)
    }

    private mutating func readSyncGroupWord(
        _ keyword: SyncGroupKeyword,
        _ statement: Statement,
        into draft: inout SyncGroupDraft
    ) {
        switch keyword {
        case .group:
            self.readMembers(statement, into: &draft)
        case .trackScript:
            self.readTracked(statement, to: &draft.trackedScripts)
        case .trackProcess:
            self.readTracked(statement, to: &draft.trackedProcesses, limit: 254)
        case .trackFile:
            self.readTracked(statement, to: &draft.trackedFiles, limit: 254)
        case .trackInterface:
            self.readTracked(statement, to: &draft.trackedInterfaces)
        case .notifyMaster: draft.notify.master = self.notifyScript(statement)
        case .notifyBackup: draft.notify.backup = self.notifyScript(statement)
        case .notifyFault: draft.notify.fault = self.notifyScript(statement)
        case .notifyStop: draft.notify.stop = self.notifyScript(statement)
        case .notify: draft.notify.any = self.notifyScript(statement)
        case .priorityChanges: draft.tellsPriorityChanges = self.flag(statement)
        case .mail: draft.mailsTransitions = self.flag(statement)
        case .trackingWeight:
            draft.usesWeights = self.flag(statement) ?? false
        case .globalTracking:
            let isOn = self.flag(statement) ?? false
            self.log.warning(
                statement.keyword,
                "global_tracking is deprecated",
                fix: "write sync_group_tracking_weight"
            )
            draft.usesWeights = draft.usesWeights || isOn
        }
    }

    private mutating func readMembers(_ statement: Statement, into draft: inout SyncGroupDraft) {
        guard let block = self.block(of: statement) else { return }
        draft.groupWord = statement.keyword
        for entry in block {
            if draft.members.contains(where: { $0.text == entry.keyword.text }) {
                self.log.warning(entry.keyword, "\(entry.keyword.quoted) stands in its group twice")
            } else {
                draft.members.append(entry.keyword)
            }
            if let excess = entry.arguments.first {
                self.log.error(
                    excess,
                    "one member a line: \(excess.quoted) would be lost",
                    fix: "move it to its own line"
                )
            }
        }
    }

    /// Finds the groups' members before the instances are completed: a group decides what the weights of its members
    /// are worth.
    mutating func resolveSyncGroups() {
        let known = Set(self.instances.map(\.name.text))
        for group in self.syncGroups {
            if group.members.isEmpty {
                self.log.error(
                    group.groupWord ?? group.name,
                    "sync group \(group.name.quoted) has no members",
                    fix: "name them as group { INSTANCE … }, one a line"
                )
            }
            for member in group.members {
                guard known.contains(member.text) else {
                    self.log.error(
                        member,
                        "sync group \(group.name.quoted) names no instance: there is no vrrp_instance \(member.quoted)",
                        fix: self.log.nearest(member.text, in: known).map { "did you mean '\($0)'?" }
                            ?? "name a vrrp_instance",
                        category: .reference
                    )
                    continue
                }
                if let other = self.groupOfInstance[member.text] {
                    self.log.error(
                        member,
                        "instance \(member.quoted) is a member of sync group \(other.name.quoted) already, "
                            + "at \(other.name.location)",
                        fix: "an instance can be in one group; put all of them into one",
                        category: .reference
                    )
                    continue
                }
                self.groupOfInstance[member.text] = group
            }
        }
    }

    /// What a group tracks is tracked by each member; what it says of weights goes for its members.
    mutating func joinGroup(_ draft: inout InstanceDraft) {
        guard let group = self.groupOfInstance[draft.name.text] else { return }
        draft.trackedScripts = self.merged(draft.trackedScripts, with: group.trackedScripts, of: group)
        draft.trackedProcesses = self.merged(draft.trackedProcesses, with: group.trackedProcesses, of: group)
        draft.trackedFiles = self.merged(draft.trackedFiles, with: group.trackedFiles, of: group)
        draft.trackedInterfaces = self.merged(draft.trackedInterfaces, with: group.trackedInterfaces, of: group)
        draft.tellsPriorityChanges = draft.tellsPriorityChanges ?? group.tellsPriorityChanges
    }

    private mutating func merged(
        _ own: [InstanceDraft.TrackedDraft],
        with shared: [InstanceDraft.TrackedDraft],
        of group: SyncGroupDraft
    ) -> [InstanceDraft.TrackedDraft] {
        var merged = own
        for entry in shared {
            guard let index = merged.firstIndex(where: { $0.name.text == entry.name.text }) else {
                merged.append(entry)
                continue
            }
            self.log.warning(
                merged[index].name,
                "\(entry.name.quoted) is tracked by sync group \(group.name.quoted), too, at \(entry.name.location)",
                fix: "remove one of the two lines"
            )
            // keepalived takes the group's weight where there is one.
            if let weight = entry.weight, weight.value != 0 { merged[index].weight = weight }
        }
        return merged
    }

    func syncGroups(of instances: [InstanceConfiguration]) -> [SyncGroupConfiguration] {
        let known = Set(instances.map(\.name))
        return self.syncGroups.map { draft in
            var group = SyncGroupConfiguration(
                name: draft.name.text,
                location: draft.name.location,
                members: draft.members.map(\.text).filter(known.contains)
            )
            group.notify = draft.notify
            group.usesWeights = draft.usesWeights
            group.mailsTransitions = draft.mailsTransitions ?? self.reports.mailsTransitions
            return group
        }.filter { !$0.members.isEmpty }
    }
}
