/// What the guards of a `vrrp_instance` say, before its rules are applied.
struct GuardDraft {
    var allUnhealthy: AllUnhealthyPolicy?
    var allUnhealthyWord: Word?
    var blastRadiusWord: Word?
    /// nil = to be computed.
    var grace: Duration?
}
