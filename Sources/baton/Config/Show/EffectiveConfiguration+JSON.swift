import Checks

extension EffectiveConfiguration {
    /// The document of `baton config show --format json`.
    var document: JSONValue {
        .object([
            "global": self.global.document,
            "scripts": .array(self.scripts.map(\.document)),
            "checks": .array(self.checks.map(\.document)),
            "sync_groups": .array(self.syncGroups.map(\.document)),
            "instances": .array(self.instances.map(\.document)),
            "statics": self.statics.document,
            "track_groups": .array(self.trackGroups.map(\.document)),
            "garp_groups": .array(self.announcementGroups.map(\.document)),
        ])
    }
}

extension EffectiveBlock {
    /// Every setting by name, and where each comes from under `origins`.
    var document: JSONValue {
        var members = Dictionary(self.settings.map { ($0.name, $0.value) }) { first, _ in first }
        members["origins"] = .object(
            Dictionary(self.settings.map { ($0.name, JSONValue.origin($0.origin)) }) { first, _ in first }
        )
        return .object(members)
    }
}
