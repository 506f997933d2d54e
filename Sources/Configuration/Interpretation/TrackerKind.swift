/// What a tracking block's lines name; each kind has names of its own, as in keepalived.
enum TrackerKind: Hashable {
    /// A `vrrp_script`, or a check of baton's own.
    case script
    case process
    case file

    /// The word that opens the block which tracks it.
    var trackingWord: String {
        switch self {
        case .script: "track_script"
        case .process: "track_process"
        case .file: "track_file"
        }
    }

    /// The word that defines one.
    var definingWord: String {
        switch self {
        case .script: "vrrp_script"
        case .process: "vrrp_track_process"
        case .file: "track_file"
        }
    }

    var noun: String {
        switch self {
        case .script: "check"
        case .process: "vrrp_track_process"
        case .file: "track_file"
        }
    }
}
