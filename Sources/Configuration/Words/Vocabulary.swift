/// The words one kind of block may hold.
package struct Vocabulary: Sendable {
    /// As a message names the block.
    let block: String
    /// Words with an effect.
    let supported: [String]

    static let root = Vocabulary(
        block: "the root of the file",
        supported: RootKeyword.allCases.map(\.rawValue)
    )

    static let script = Vocabulary(
        block: "vrrp_script",
        supported: ScriptKeyword.allCases.map(\.rawValue)
    )

    static let trackProcess = Vocabulary(
        block: "vrrp_track_process",
        supported: TrackProcessKeyword.allCases.map(\.rawValue)
    )

    static let trackFile = Vocabulary(
        block: "track_file",
        supported: TrackFileKeyword.allCases.map(\.rawValue)
    )

    static let check = Vocabulary(block: "check", supported: CheckKeyword.allCases.map(\.rawValue))

    static let authentication = Vocabulary(
        block: "authentication",
        supported: AuthenticationKeyword.allCases.map(\.rawValue)
    )

    static let messageAuthentication = Vocabulary(
        block: "auth_hmac",
        supported: MessageAuthenticationKeyword.allCases.map(\.rawValue)
    )

    static let syncGroup = Vocabulary(
        block: "vrrp_sync_group",
        supported: SyncGroupKeyword.allCases.map(\.rawValue)
    )

    static let announcementGroup = Vocabulary(
        block: "garp_group",
        supported: AnnouncementGroupKeyword.allCases.map(\.rawValue)
    )

    static let moveDamping = Vocabulary(
        block: "move_damping",
        supported: MoveDampingKeyword.allCases.map(\.rawValue)
    )

    /// Whether words of keepalived's other halves may stand in the block.
    var mayHoldForeignWords: Bool {
        [Vocabulary.root, .globalDefinitions, .instance, .syncGroup].map(\.block).contains(self.block)
    }

    static let all = [
        Vocabulary.root, .globalDefinitions, .script, .trackProcess, .trackFile, .check, .instance, .authentication,
        .messageAuthentication, .syncGroup, .announcementGroup, .moveDamping,
    ]
}
