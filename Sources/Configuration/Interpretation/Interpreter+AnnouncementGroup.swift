import Checks

extension Interpreter {
    /// keepalived's range, without the zero that is an error in `global_defs` and means no pause here.
    static let announcementPauses: ClosedRange<Duration> = .microseconds(1) ... .microseconds(4_294_967_295)

    /// `garp_group { garp_interval T; gna_interval T; interface IF; interfaces { IF … } }`.
    mutating func readAnnouncementGroup(_ statement: Statement) {
        guard let block = self.block(of: statement) else { return }
        var group = AnnouncementGroup(location: statement.keyword.location)
        let errorsBefore = self.log.errorCount
        for entry in block {
            guard let keyword = AnnouncementGroupKeyword(rawValue: entry.keyword.text) else {
                self.reportUnrecognised(entry, in: .announcementGroup)
                continue
            }
            switch keyword {
            case .gratuitousARPInterval:
                group.gratuitousARPInterval = self.announcementPause(entry)
            case .neighborAdvertisementInterval:
                group.neighborAdvertisementInterval = self.announcementPause(entry)
            case .interface:
                guard let word = self.value(of: entry, expected: "the name of an interface") else { continue }
                self.add(word, to: &group)
            case .interfaces:
                for line in self.block(of: entry) ?? [] {
                    for word in line.words { self.add(word, to: &group) }
                }
            }
        }
        // What is missing because it was wrong is not missing.
        guard self.log.errorCount == errorsBefore else { return }
        if group.gratuitousARPInterval == nil, group.neighborAdvertisementInterval == nil {
            self.log.warning(
                statement.keyword,
                "garp_group without garp_interval and gna_interval changes nothing and is left out",
                fix: "add garp_interval SECONDS"
            )
        } else if group.interfaces.isEmpty {
            self.log.warning(
                statement.keyword,
                "garp_group names no interface and changes nothing",
                fix: "add interface NAME, or interfaces { NAME … }"
            )
        } else {
            self.global.announcementGroups.append(group)
        }
    }

    private mutating func announcementPause(_ statement: Statement) -> Duration? {
        self.seconds(statement, in: .zero...Self.announcementPauses.upperBound)
    }

    /// keepalived leaves an interface in the first group that names it.
    private mutating func add(_ word: Word, to group: inout AnnouncementGroup) {
        guard let name = self.interfaceName(word) else { return }
        self.needInterface(name, .spokenOf, of: "garp_group", at: word)
        if group.interfaces.contains(name) {
            self.log.warning(word, "\(word.quoted) stands in its garp_group twice")
        } else if let other = self.global.announcementGroups.first(where: { $0.interfaces.contains(name) }) {
            self.log.warning(
                word,
                "\(word.quoted) stays in the garp_group at \(other.location)",
                fix: "name an interface in one garp_group only"
            )
        } else {
            group.interfaces.append(name)
        }
    }
}
