/// What a `vrrp_sync_group` block gives, before the instances are known.
struct SyncGroupDraft {
    let name: Word
    var members: [Word] = []
    var groupWord: Word?
    var trackedScripts: [InstanceDraft.TrackedDraft] = []
    var trackedInterfaces: [InstanceDraft.TrackedDraft] = []
    /// `sync_group_tracking_weight`: weights count, those of the group for every member.
    var usesWeights = false
    var notify = NotifyScripts()

    init(name: Word) {
        self.name = name
    }
}
