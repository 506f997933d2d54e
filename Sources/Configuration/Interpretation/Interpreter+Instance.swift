import Checks
import VRRP

extension Interpreter {
    /// `vrrp_instance NAME { … }`.
    mutating func readInstance(_ statement: Statement) {
        guard let name = self.checkName(of: statement), let block = self.block(of: statement) else { return }
        if let first = self.instance(named: name.text) {
            self.log.error(
                name,
                "an instance named \(name.quoted) stands at \(first.name.location) already",
                fix: "give one of them another name",
                category: .reference
            )
            return
        }
        var draft = InstanceDraft(name: name)
        for statement in block {
            if let keyword = InstanceKeyword(rawValue: statement.keyword.text) {
                self.readInstanceWord(keyword, statement, into: &draft)
                continue
            }
            if let keyword = ProtocolKeyword(rawValue: statement.keyword.text) {
                if let value = self.flag(statement) {
                    draft.protocolWords.set(keyword, to: value, at: statement.keyword)
                }
                continue
            }
            if let keyword = InstancePacketKeyword(rawValue: statement.keyword.text) {
                self.readPacketWord(keyword, statement, into: &draft)
                continue
            }
            if let keyword = InstanceReportKeyword(rawValue: statement.keyword.text) {
                self.readReport(keyword, statement, into: &draft)
                continue
            }
            if let keyword = InstanceHostKeyword(rawValue: statement.keyword.text) {
                self.readHostWord(keyword, statement, into: &draft)
                continue
            }
            if let keyword = GuardKeyword(rawValue: statement.keyword.text) {
                self.readGuard(keyword, statement, into: &draft.guards)
                continue
            }
            self.reportUnrecognised(statement, in: .instance)
        }
        self.append(draft)
    }

    private mutating func readInstanceWord(
        _ keyword: InstanceKeyword,
        _ statement: Statement,
        into draft: inout InstanceDraft
    ) {
        switch keyword {
        case .state:
            self.readState(statement, into: &draft)
        case .interface:
            guard let word = self.value(of: statement, expected: "the name of an interface") else {
                draft.hasInvalidInterface = true
                return
            }
            draft.interface = self.interfaceName(word)
            draft.hasInvalidInterface = draft.interface == nil
        case .virtualRouterID:
            let number = self.integer(statement, in: 1...255)
            draft.virtualRouterID = number.flatMap { VirtualRouterID(rawValue: UInt8(clamping: $0)) }
            draft.hasInvalidID = number == nil
        case .version:
            draft.version = self.version(statement)
        case .priority:
            draft.priority = self.integer(statement, in: 1...255, mistake: .priorityOutOfRange)
        case .advertisementInterval:
            draft.advertisementInterval = self.seconds(statement, in: .milliseconds(10) ... .seconds(255))
            draft.advertisementWord = statement.arguments.first
        case .unicastSource:
            draft.unicastSourceWord = statement.keyword
            draft.unicastSource = self.hostAddress(statement)
        case .unicastPeers:
            self.readPeers(statement, into: &draft)
        case .authentication:
            self.readAuthentication(statement, into: &draft)
        case .messageAuthentication:
            self.readMessageAuthentication(statement, into: &draft)
        case .virtualAddresses:
            self.readAddresses(statement, to: \.addresses, of: &draft)
        case .excludedAddresses:
            self.readAddresses(statement, to: \.excludedAddresses, of: &draft)
        case .routes: draft.routes += self.routes(of: statement, isStatic: false)
        case .rules: draft.rules += self.rules(of: statement, isStatic: false)
        case .trackScript:
            self.readTracked(statement, to: \.trackedScripts, of: &draft)
        case .trackProcess:
            self.readTracked(statement, to: \.trackedProcesses, limit: 254, of: &draft)
        case .trackFile:
            self.readTracked(statement, to: \.trackedFiles, limit: 254, of: &draft)
        case .trackInterface:
            self.readTracked(statement, to: \.trackedInterfaces, of: &draft)
        case .ignoreOwnInterface:
            draft.ignoresOwnInterface = self.flag(statement) ?? false
        case .pollsLink:
            draft.pollsLink = self.flag(statement) ?? false
        case .preempt, .noPreempt, .preemptDelay, .fastPreempt, .downTimerAdvertisements:
            self.readPreemption(keyword, statement, into: &draft)
        case .moveDamping:
            self.readMoveDamping(statement, into: &draft)
        case .masterDelay, .masterRepeat, .masterRefresh, .masterRefreshRepeat, .lowerPriorityDelay,
            .lowerPriorityRepeat:
            self.readAnnouncement(keyword, statement, into: &draft.announcements)
        case .notifyMaster: draft.notify.master = self.notifyScript(statement)
        case .notifyBackup: draft.notify.backup = self.notifyScript(statement)
        case .notifyFault: draft.notify.fault = self.notifyScript(statement)
        case .notifyStop: draft.notify.stop = self.notifyScript(statement)
        case .notify: draft.notify.any = self.notifyScript(statement)
        }
    }

    /// keepalived starts as a backup whatever stands here, so a wrong word harms nothing.
    private mutating func readState(_ statement: Statement, into draft: inout InstanceDraft) {
        guard let word = self.value(of: statement, expected: "MASTER or BACKUP") else { return }
        draft.stateWord = statement.keyword
        switch word.text {
        case "MASTER": draft.startsAsMaster = true
        case "BACKUP": draft.startsAsMaster = false
        default:
            self.log.warning(
                word,
                "state \(word.quoted) is unknown, so BACKUP is used",
                fix: self.log.nearest(word.text, in: ["MASTER", "BACKUP"]).map { "did you mean '\($0)'?" }
                    ?? "expected MASTER or BACKUP"
            )
        }
    }

    private mutating func readPreemption(
        _ keyword: InstanceKeyword,
        _ statement: Statement,
        into draft: inout InstanceDraft
    ) {
        switch keyword {
        case .preempt:
            if self.flag(statement) == true { draft.noPreempt = nil }
        case .noPreempt:
            if self.flag(statement) == true { draft.noPreempt = statement.keyword }
        case .preemptDelay:
            draft.preemptDelay = self.seconds(statement, in: .zero ... .seconds(1000))
            draft.preemptDelayWord = statement.keyword
        case .fastPreempt:
            draft.fastPreempt = self.flag(statement) ?? false
        case .downTimerAdvertisements:
            draft.downTimerAdvertisements = self.integer(statement, in: 1...100)
            draft.downTimerWord = statement.keyword
        case .state, .interface, .virtualRouterID, .version, .priority, .advertisementInterval, .unicastSource,
            .unicastPeers, .authentication, .messageAuthentication, .virtualAddresses, .excludedAddresses,
            .routes, .rules, .trackScript, .trackProcess, .trackFile, .trackInterface, .ignoreOwnInterface, .pollsLink,
            .masterDelay, .masterRepeat, .masterRefresh, .masterRefreshRepeat,
            .lowerPriorityDelay, .lowerPriorityRepeat, .notifyMaster, .notifyBackup, .notifyFault, .notifyStop,
            .notify, .moveDamping:
            break
        }
    }

    private mutating func readAnnouncement(
        _ keyword: InstanceKeyword,
        _ statement: Statement,
        into draft: inout AnnouncementDraft
    ) {
        switch keyword {
        case .masterDelay: draft.masterDelay = self.seconds(statement, in: AnnouncementDraft.delayRange)
        case .masterRepeat: draft.masterRepeat = self.integer(statement, in: AnnouncementDraft.repeatRange)
        case .masterRefresh: draft.masterRefresh = self.seconds(statement, in: AnnouncementDraft.delayRange)
        case .masterRefreshRepeat:
            draft.masterRefreshRepeat = self.integer(statement, in: AnnouncementDraft.repeatRange)
        case .lowerPriorityDelay:
            draft.lowerPriorityDelay = self.seconds(statement, in: AnnouncementDraft.delayRange)
        case .lowerPriorityRepeat:
            draft.lowerPriorityRepeat = self.integer(statement, in: AnnouncementDraft.repeatRange)
        case .state, .interface, .virtualRouterID, .version, .priority, .advertisementInterval, .unicastSource,
            .unicastPeers, .authentication, .messageAuthentication, .virtualAddresses, .excludedAddresses,
            .routes, .rules, .trackScript, .trackProcess, .trackFile, .trackInterface, .ignoreOwnInterface, .pollsLink,
            .preempt, .noPreempt, .preemptDelay, .downTimerAdvertisements, .fastPreempt, .notifyMaster, .notifyBackup,
            .notifyFault, .notifyStop, .notify, .moveDamping:
            break
        }
    }
}
