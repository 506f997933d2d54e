import Checks

extension AgentConfiguration {
    /// Who scripts run as that nobody has named a user for, where there is such a user.
    package static let defaultScriptUser = "keepalived_script"

    /// What depends on the whole configuration, or on the host.
    mutating func settleDefaults(reader: inout some SourceReader) {
        if self.global.reload.hasDefaultMarker {
            self.global.reload.markerFile = ReloadSettings.defaultMarkerFile(self.global.processes)
        }
        if self.global.scriptUser == nil, self.hasScriptWithoutUser, reader.hasUser(Self.defaultScriptUser) {
            self.useDefaultScriptUser()
        }
        if self.global.processes.hasSupplementaryGroups { self.giveSupplementaryGroups() }
    }

    /// Whether a program would run as the agent's own user for want of a name.
    var hasScriptWithoutUser: Bool {
        var copy = self
        var isFound = false
        copy.forEachScriptUser { if $0 == nil { isFound = true } }
        return isFound
    }

    /// As keepalived does where there is a user of that name.
    mutating func useDefaultScriptUser() {
        let user = ScriptUser(user: Self.defaultScriptUser)
        self.global.scriptUser = user
        self.forEachScriptUser { $0 = $0 ?? user }
    }

    /// `set_supplementary_groups`.
    mutating func giveSupplementaryGroups() {
        self.global.scriptUser?.hasSupplementaryGroups = true
        self.forEachScriptUser { $0?.hasSupplementaryGroups = true }
    }

    private mutating func forEachScriptUser(_ body: (inout ScriptUser?) -> Void) {
        for index in self.checks.indices where Self.programs.contains(self.checks[index].kind) {
            body(&self.checks[index].user)
        }
        for index in self.instances.indices { Self.visit(&self.instances[index].notify, body) }
        for index in self.syncGroups.indices { Self.visit(&self.syncGroups[index].notify, body) }
        for index in self.global.notifyFIFOs.indices {
            Self.visit(&self.global.notifyFIFOs[index].reader, body)
        }
        Self.visit(&self.global.processes.startup.script, body)
        Self.visit(&self.global.processes.shutdown.script, body)
    }

    private static func visit(_ scripts: inout NotifyScripts, _ body: (inout ScriptUser?) -> Void) {
        self.visit(&scripts.master, body)
        self.visit(&scripts.backup, body)
        self.visit(&scripts.fault, body)
        self.visit(&scripts.stop, body)
        self.visit(&scripts.deleted, body)
        self.visit(&scripts.masterReceivedLowerPriority, body)
        self.visit(&scripts.any, body)
    }

    private static func visit(_ script: inout NotifyScript?, _ body: (inout ScriptUser?) -> Void) {
        guard var found = script else { return }
        body(&found.user)
        script = found
    }

    /// Kinds of checks that run one.
    private static let programs: Set<String> = [ExecPlugin.kind, ShellPlugin.kind, StreamPlugin.kind]
}
