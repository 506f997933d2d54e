/// What a `vrrp_sync_group` block gives, before the instances are known.
struct SyncGroupDraft {
    let name: Word
    var members: [Word] = []
    var groupWord: Word?
    var trackedScripts: [InstanceDraft.TrackedDraft] = []
    var trackedProcesses: [InstanceDraft.TrackedDraft] = []
    var trackedFiles: [InstanceDraft.TrackedDraft] = []
    var trackedInterfaces: [InstanceDraft.TrackedDraft] = []
    /// `sync_group_tracking_weight`: weights count, those of the group for every member.
    var usesWeights = false
    var notify = NotifyScripts()
    /// For members that say nothing of it; nil = as `global_defs` says.
    var tellsPriorityChanges: Bool?
    var mailsTransitions: Bool?

    init(name: Word) {
        self.name = name
    }

    var tracked: [InstanceDraft.TrackedDraft] {
        self.trackedScripts + self.trackedProcesses + self.trackedFiles + self.trackedInterfaces
    }
}
