import Checks
import VRRP

/// Gives a tree of statements its meaning.
///
/// What keepalived 2.4.3 would take is never refused for being unknown or not supported yet: that is a warning. An
/// error is what would run half an agent: a value that cannot be meant, a reference to nothing, or a setting without
/// which this node and its peers would both be master.
struct Interpreter {
    let plugins: [PluginDescription]
    /// The names of all options whose values must not be shown.
    let secretOptions: Set<String>
    var log: DiagnosticLog
    var global = GlobalConfiguration()
    /// The value of `checker`.
    var checkerWord: Word?
    var reports = ReportDraft()
    var processNames = ProcessNames()
    var globalAnnouncements = AnnouncementDraft()
    var globalProtocol = ProtocolDraft()
    var checks: [CheckDefinition] = []
    /// Where each check's name stands.
    var checkNames: [String: Word] = [:]
    /// The names the checks made of trackers have, by kind and by the tracker's own name.
    var trackers: [TrackerKind: [String: String]] = [:]
    /// What each check names, for cross references.
    var references: [String: CheckReferences] = [:]
    private(set) var instances: [InstanceDraft] = []
    /// Where in ``instances`` each one stands: a draft is large, and looking through them all for every one would copy
    /// them all.
    private var instancePlaces: [String: Int] = [:]
    /// What the files of keys hold, by path.
    var keyFiles: [String: Result<[UInt8], SourceError>] = [:]
    /// Where each of them is named.
    var keyFileWords: [(path: String, word: Word)] = []
    var syncGroups: [SyncGroupDraft] = []
    /// Found when everything has been read.
    var groupOfInstance: [String: SyncGroupDraft] = [:]
    /// Trackers of groups whose weights were said not to count.
    var neutralised: Set<SourceLocation> = []
    /// `checks_dir` as written, to be searched.
    var checksDirectories: [Word] = []
    /// Where the delays of an interface stand, by its name.
    var linkDelayWords: [String: Word] = [:]
    var routingNameFolders = RoutingNameFolders()
    /// Where everything stands, for those who ask.
    var origins = Origins()
    var keepsOrigins = true
    /// What is named of the host.
    var needs = HostNeeds()
    /// Where blocks name interfaces.
    var interfaceWords: [InterfaceOwner: [Word]] = [:]
    /// The same of each static item, and last the word it begins with.
    var staticWords: [SourceLocation: [Word]] = [:]
    /// Suggestions for words that are not known, by block and word.
    private var suggestions: [String: String?] = [:]
    var routingNames = RoutingNames()
    /// The preference of the next rule without one; none yet = keepalived's first.
    var nextRulePreferences: [AddressFamily: UInt32] = [:]
    var staticAddresses: [NetworkItem] = []
    var staticRoutes: [NetworkItem] = []
    var staticRules: [NetworkItem] = []
    /// The instances of each `track_group`.
    var trackGroups: [String: [Word]] = [:]
    /// Where items name one.
    var trackGroupUses: [Word] = []
    /// Names of virtual interfaces that are taken.
    var interfaceNames: Set<String> = []
    var virtualMACs: Set<VirtualMAC> = []
    /// It was said that rules are set with nftables.
    var hasWarnedOfTables = false

    init(plugins: [PluginDescription], log: DiagnosticLog = DiagnosticLog()) {
        self.plugins = plugins
        self.secretOptions = Set(plugins.flatMap(\.options).filter(\.isSecret).map(\.name))
        self.log = log
    }

    func instance(named name: String) -> InstanceDraft? {
        self.instancePlaces[name].map { self.instances[$0] }
    }

    mutating func append(_ instance: InstanceDraft) {
        self.instancePlaces[instance.name.text] = self.instances.count
        self.instances.append(instance)
    }

    /// `global_defs` first: `native_scripts` and `script_user` concern scripts wherever they stand.
    mutating func readGlobals(_ statements: [Statement]) {
        for statement in statements where statement.keyword.text == RootKeyword.globalDefinitions.rawValue {
            self.readGlobalDefinitions(statement)
        }
        self.global.gratuitousARP = self.globalAnnouncements.resolved()
        self.settleReports()
        self.processNames.apply(to: &self.global.processes)
    }

    mutating func read(main statements: [Statement]) {
        self.instances.reserveCapacity(
            statements.count { $0.keyword.text == RootKeyword.instance.rawValue }
        )
        for statement in statements {
            if self.keepsOrigins { self.origins.record(statement) }
            guard let keyword = RootKeyword(rawValue: statement.keyword.text) else {
                self.reportUnrecognised(statement, in: .root)
                continue
            }
            self.noteInterfaces(of: statement, as: keyword)
            switch keyword {
            case .globalDefinitions: break
            case .script: self.readScript(statement)
            case .trackProcess: self.readTrackProcess(statement)
            case .trackFile, .trackFileDeprecated: self.readTrackFile(statement)
            case .check: self.readCheck(statement)
            case .instance: self.readInstance(statement)
            case .syncGroup: self.readSyncGroup(statement)
            case .networkNamespace: self.readNetworkNamespace(statement)
            // The kernel tells the sets of namespaces apart since Linux 3.13: there is nothing to forbid or allow.
            case .namespaceWithIPSets: _ = self.flag(statement)
            case .pollsLinks: self.readLinkPolling(statement)
            case .polledInterfaces: self.readLinkProbes(statement)
            case .linkDelays: self.readLinkDelays(statement)
            case .staticAddresses: self.readStaticAddresses(statement)
            case .staticRoutes: self.staticRoutes += self.routes(of: statement, isStatic: true)
            case .staticRules: self.staticRules += self.rules(of: statement, isStatic: true)
            case .trackGroup: self.readTrackGroup(statement)
            case .announcementGroup: self.readAnnouncementGroup(statement)
            case .childWaitTime, .instanceName, .usesPIDFolder: self.readRootProcessWord(keyword, statement)
            }
        }
    }

    /// A file of `checks.d`: checks and scripts, nothing else.
    mutating func read(checks statements: [Statement]) {
        for statement in statements {
            if self.keepsOrigins { self.origins.record(statement) }
            guard let keyword = RootKeyword(rawValue: statement.keyword.text) else {
                self.reportUnrecognised(statement, in: .root)
                continue
            }
            switch keyword {
            case .script: self.readScript(statement)
            case .trackProcess: self.readTrackProcess(statement)
            case .trackFile, .trackFileDeprecated: self.readTrackFile(statement)
            case .check: self.readCheck(statement)
            case .globalDefinitions, .instance, .syncGroup, .networkNamespace, .namespaceWithIPSets, .pollsLinks,
                .polledInterfaces, .linkDelays, .staticAddresses, .staticRoutes, .staticRules, .trackGroup,
                .announcementGroup, .childWaitTime, .instanceName, .usesPIDFolder:
                self.log.error(
                    statement.keyword,
                    "\(statement.keyword.quoted) has no place in a file of checks",
                    fix: "move it to the main configuration file"
                )
            }
        }
    }

    /// A word no table of its block holds.
    mutating func reportUnrecognised(_ statement: Statement, in vocabulary: Vocabulary) {
        let word = statement.keyword
        if vocabulary.mayHoldForeignWords, let feature = ForeignFeature(word: word.text) {
            self.log.foreign(word, feature)
            return
        }
        if vocabulary.block == Vocabulary.check.block { self.concealIfMeantAsSecret(word) }
        let skipped = statement.block == nil ? "" : "; its block is skipped"
        self.log.warning(
            word,
            "unknown word \(word.quoted) in \(vocabulary.block)\(skipped)",
            fix: self.suggestion(for: word.text, in: vocabulary),
            category: .syntax,
            mistake: .unknownWord
        )
    }

    /// What was probably meant by a word that its block does not know.
    private mutating func suggestion(for word: String, in vocabulary: Vocabulary) -> String? {
        guard !self.log.isFull else { return nil }
        let key = "\(vocabulary.block) \(word)"
        if let known = self.suggestions[key] { return known }
        var fix: String?
        if let nearest = NearestWord.find(word, in: vocabulary.supported) {
            fix = "did you mean '\(nearest)'?"
        } else if let home = Vocabulary.all.first(where: { $0.supported.contains(word) }) {
            fix = "it belongs in \(home.block)"
        }
        self.suggestions[key] = .some(fix)
        return fix
    }
}
