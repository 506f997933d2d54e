import Checks
import VRRP

extension Interpreter {
    mutating func readGlobalDefinitions(_ statement: Statement) {
        guard let block = self.block(of: statement) else { return }
        for statement in block {
            if let keyword = ProtocolKeyword(globalSpelling: statement.keyword.text) {
                if let value = self.flag(statement) {
                    self.globalProtocol.set(keyword, to: value, at: statement.keyword)
                }
                continue
            }
            if let keyword = GlobalPacketKeyword(rawValue: statement.keyword.text) {
                self.readGlobalPacketWord(keyword, statement)
                continue
            }
            // What these say was obeyed while the lines were read.
            if GrammarKeyword(rawValue: statement.keyword.text) != nil { continue }
            if let keyword = ReportKeyword(rawValue: statement.keyword.text) {
                self.readReport(keyword, statement)
                continue
            }
            if let keyword = GlobalHostKeyword(rawValue: statement.keyword.text) {
                self.readGlobalHostWord(keyword, statement)
                continue
            }
            if let keyword = GlobalProcessKeyword(rawValue: statement.keyword.text) {
                self.readProcessWord(keyword, statement)
                continue
            }
            if let keyword = GlobalReloadKeyword(rawValue: statement.keyword.text) {
                self.readReloadWord(keyword, statement)
                continue
            }
            if let keyword = DumpKeyword(rawValue: statement.keyword.text) {
                self.readDumpWord(keyword, statement)
                continue
            }
            guard let keyword = GlobalKeyword(rawValue: statement.keyword.text) else {
                self.reportUnrecognised(statement, in: .globalDefinitions)
                continue
            }
            self.readGlobal(keyword, statement)
        }
    }

    private mutating func readGlobal(_ keyword: GlobalKeyword, _ statement: Statement) {
        switch keyword {
        case .routerID:
            self.global.routerID = self.value(of: statement, expected: "a name")?.text
        case .scriptUser:
            self.global.scriptUser = self.user(statement)
        case .enableScriptSecurity:
            self.global.enableScriptSecurity = self.flag(statement) ?? true
        case .version:
            if let version = self.version(statement) { self.global.version = version }
        case .masterDelay:
            self.globalAnnouncements.masterDelay = self.seconds(statement, in: AnnouncementDraft.delayRange)
        case .masterRepeat:
            self.globalAnnouncements.masterRepeat = self.integer(statement, in: AnnouncementDraft.repeatRange)
        case .masterRefresh:
            self.globalAnnouncements.masterRefresh = self.seconds(statement, in: AnnouncementDraft.delayRange)
        case .masterRefreshRepeat:
            self.globalAnnouncements.masterRefreshRepeat = self.integer(statement, in: AnnouncementDraft.repeatRange)
        case .lowerPriorityDelay:
            self.globalAnnouncements.lowerPriorityDelay = self.seconds(statement, in: AnnouncementDraft.delayRange)
        case .lowerPriorityRepeat:
            self.globalAnnouncements.lowerPriorityRepeat = self.integer(statement, in: AnnouncementDraft.repeatRange)
        case .gratuitousARPInterval:
            if let interval = self.seconds(statement, in: Self.announcementPauses) {
                self.global.gratuitousARPInterval = interval
            }
        case .downTimerAdvertisements:
            if let count = self.integer(statement, in: 1...100) { self.global.masterDownAdvertisements = count }
        case .realTimePriority:
            if let priority = self.integer(statement, in: 0...99) { self.global.realTimePriority = priority }
        case .multicastGroup:
            if let group = self.multicastGroup(statement, .ipv4)?.ipv4 { self.global.multicastGroup = group }
        case .dynamicInterfaces:
            self.readDynamicInterfaces(statement)
        case .defaultInterface:
            if let word = self.value(of: statement, expected: "the name of an interface"),
                let name = self.interfaceName(word)
            {
                self.global.links.defaultInterface = name
                self.needInterface(name, .spokenOf, of: statement.keyword.text, at: word)
            }
        case .pollsLinks:
            self.readLinkPolling(statement)
        case .routingNamesDirectory:
            if let folder = self.folder(statement) { self.routingNameFolders.own = folder }
        case .sharedRoutingNamesDirectory:
            if let folder = self.folder(statement) { self.routingNameFolders.shared = folder }
        case .checksDirectory, .controlSocket, .journal, .journalSize, .startupTimeout, .nativeScripts, .checkerGrace,
            .notifyTimeout,
            .checkConcurrency, .checker, .checkerSocket:
            self.readOwnGlobal(keyword, statement)
        }
    }

    /// The words keepalived does not have.
    private mutating func readOwnGlobal(_ keyword: GlobalKeyword, _ statement: Statement) {
        let limit: Duration = .seconds(3600)
        switch keyword {
        case .checksDirectory:
            guard let word = self.value(of: statement, expected: "the path of a folder") else { return }
            self.checksDirectories.append(word)
        case .controlSocket:
            if let path = self.socketPath(statement) { self.global.controlSocket = path }
        case .journal:
            self.readJournal(statement)
        case .journalSize:
            if let size = self.integer(statement, in: 1...1024) { self.global.journal.size = size }
        case .checkerSocket:
            if let path = self.socketPath(statement) { self.global.checkerSocket = path }
        case .checkConcurrency:
            if let count = self.integer(statement, in: 1...10_000) { self.global.checkConcurrency = count }
        case .checker:
            self.readChecker(statement)
        case .startupTimeout:
            if let timeout = self.seconds(statement, in: .zero...limit) { self.global.startupTimeout = timeout }
        case .nativeScripts:
            if let isOn = self.flag(statement) { self.global.nativeScripts = isOn }
        case .checkerGrace:
            if let grace = self.seconds(statement, in: .zero...limit) { self.global.checkerGrace = grace }
        case .notifyTimeout:
            if let timeout = self.seconds(statement, in: .milliseconds(100)...limit) {
                self.global.notifyTimeout = timeout
            }
        case .routerID, .scriptUser, .enableScriptSecurity, .version, .masterDelay, .masterRepeat, .masterRefresh,
            .masterRefreshRepeat, .lowerPriorityDelay, .lowerPriorityRepeat, .gratuitousARPInterval,
            .downTimerAdvertisements, .realTimePriority, .multicastGroup, .dynamicInterfaces, .defaultInterface,
            .pollsLinks, .routingNamesDirectory, .sharedRoutingNamesDirectory:
            break
        }
    }

    /// The program that is started as the checker.
    private mutating func readChecker(_ statement: Statement) {
        guard let word = self.value(of: statement, expected: "the absolute path of a program") else { return }
        guard word.text.hasPrefix("/"), !word.text.hasSuffix("/"), !word.text.utf8.contains(0) else {
            self.log.error(
                word,
                "checker expects the absolute path of a program, found \(word.quoted)",
                fix: "write it as checker /usr/local/bin/my-checker"
            )
            return
        }
        self.global.checkerProgram = word.text
        self.checkerWord = word
    }

    /// `journal PATH` or `journal off`.
    private mutating func readJournal(_ statement: Statement) {
        guard let word = self.value(of: statement, expected: "the absolute path of a file, or off") else { return }
        guard word.text != "off" else {
            self.global.journal.path = nil
            return
        }
        guard word.text.hasPrefix("/"), !word.text.hasSuffix("/"), !word.text.utf8.contains(0) else {
            self.log.error(
                word,
                "journal expects the absolute path of a file, found \(word.quoted)",
                fix: "write it as journal \(JournalSettings.defaultPath), or journal off"
            )
            return
        }
        self.global.journal.path = word.text
    }

    private mutating func socketPath(_ statement: Statement) -> String? {
        guard let word = self.value(of: statement, expected: "an absolute path") else { return nil }
        // A socket's address holds 108 bytes with its final zero.
        guard word.text.hasPrefix("/"), word.text.utf8.count <= 107, !word.text.utf8.contains(0) else {
            self.log.error(word, "\(statement.keyword.text) expects an absolute path of at most 107 bytes")
            return nil
        }
        return word.text
    }

    mutating func version(_ statement: Statement) -> Version? {
        guard let number = self.integer(statement, in: 2...3) else { return nil }
        return number == 2 ? .v2 : .v3
    }
}
