/// The words one kind of block may hold.
struct Vocabulary: Sendable {
    /// As a message names the block.
    let block: String
    /// Words with an effect.
    let supported: [String]
    /// keepalived's words without an effect yet.
    let later: Set<String>

    static let root = Vocabulary(
        block: "the root of the file",
        supported: RootKeyword.allCases.map(\.rawValue),
        later: [
            "instance", "use_pid_dir", "child_wait_time", "garp_group", "vrrp_track_process", "track_file",
            "vrrp_track_file", "vrrp_sync_group",
        ]
    )

    static let script = Vocabulary(
        block: "vrrp_script",
        supported: ScriptKeyword.allCases.map(\.rawValue),
        later: []
    )

    static let check = Vocabulary(block: "check", supported: CheckKeyword.allCases.map(\.rawValue), later: [])

    static let authentication = Vocabulary(
        block: "authentication",
        supported: AuthenticationKeyword.allCases.map(\.rawValue),
        later: []
    )

    static let messageAuthentication = Vocabulary(
        block: "auth_hmac",
        supported: MessageAuthenticationKeyword.allCases.map(\.rawValue),
        later: []
    )

    static let all = [
        Vocabulary.root, .globalDefinitions, .script, .check, .instance, .authentication, .messageAuthentication,
    ]
}
