import Checks

extension CheckDefinition.Origin {
    /// The word a check is defined with.
    var keyword: String {
        switch self {
        case .check: "check"
        case .script: "vrrp_script"
        case .trackProcess: "vrrp_track_process"
        case .trackFile: "track_file"
        }
    }
}
