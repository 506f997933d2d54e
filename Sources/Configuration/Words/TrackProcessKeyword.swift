/// The words of `vrrp_track_process`.
enum TrackProcessKeyword: String, CaseIterable {
    case process
    case parameterMatch = "param_match"
    case weight
    case quorum
    case quorumMaximum = "quorum_max"
    case delay
    case forkDelay = "fork_delay"
    case terminateDelay = "terminate_delay"
    case fullCommand = "full_command"
}
