/// The words one kind of block may hold.
package struct Vocabulary: Sendable {
    /// As a message names the block.
    let block: String
    /// Words with an effect.
    let supported: [String]
    /// keepalived's words without an effect yet.
    let later: Set<String>

    static let root = Vocabulary(
        block: "the root of the file",
        supported: RootKeyword.allCases.map(\.rawValue),
        later: []
    )

    static let script = Vocabulary(
        block: "vrrp_script",
        supported: ScriptKeyword.allCases.map(\.rawValue),
        later: []
    )

    static let trackProcess = Vocabulary(
        block: "vrrp_track_process",
        supported: TrackProcessKeyword.allCases.map(\.rawValue),
        later: []
    )

    static let trackFile = Vocabulary(
        block: "track_file",
        supported: TrackFileKeyword.allCases.map(\.rawValue),
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

    static let syncGroup = Vocabulary(
        block: "vrrp_sync_group",
        supported: SyncGroupKeyword.allCases.map(\.rawValue),
        later: []
    )

    static let announcementGroup = Vocabulary(
        block: "garp_group",
        supported: AnnouncementGroupKeyword.allCases.map(\.rawValue),
        later: []
    )

    /// Whether words of keepalived's other halves may stand in the block.
    var mayHoldForeignWords: Bool {
        [Vocabulary.root, .globalDefinitions, .instance, .syncGroup].map(\.block).contains(self.block)
    }

    /// keepalived's words that have no effect yet, and the block of each.
    package static var pending: [(block: String, word: String)] {
        self.all.flatMap { vocabulary in vocabulary.later.sorted().map { (vocabulary.block, $0) } }
    }

    static let all = [
        Vocabulary.root, .globalDefinitions, .script, .trackProcess, .trackFile, .check, .instance, .authentication,
        .messageAuthentication, .syncGroup, .announcementGroup,
    ]
}
