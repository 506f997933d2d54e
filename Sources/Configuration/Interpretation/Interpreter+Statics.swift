import Checks
import Routing
import VRRP

extension Interpreter {
    /// `static_ipaddress { ADDRESS[/LENGTH] [dev IF] … }`, one address a line.
    mutating func readStaticAddresses(_ statement: Statement) {
        for entry in self.block(of: statement) ?? [] {
            if entry.block != nil {
                self.log.warning(entry.keyword, "an address takes no block; it is skipped")
            }
            let parts = entry.keyword.text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard var draft = self.virtualAddress(entry.keyword, parts: parts, of: statement) else { continue }
            self.readAddressOptions(entry.arguments, isStatic: true, into: &draft)
            let address = self.virtualAddress(draft, device: draft.device ?? self.global.links.defaultInterface)
            var item = NetworkItem(.address(address), text: entry.text, location: draft.word.location)
            item.isTracked = draft.isTracked
            item.trackGroup = draft.trackGroup
            self.staticAddresses.append(item)
        }
    }

    /// `track_group NAME { group { INSTANCE … } }`.
    mutating func readTrackGroup(_ statement: Statement) {
        guard let name = self.value(of: statement.withoutBlock, expected: "a name"),
            let block = self.block(of: statement)
        else { return }
        if self.trackGroups[name.text] != nil {
            self.log.error(
                name,
                "a track_group named \(name.quoted) stands here already",
                fix: "give one of them another name",
                category: .reference
            )
            return
        }
        var members: [Word] = []
        for entry in block {
            guard entry.keyword.text == "group" else {
                self.log.warning(
                    entry.keyword,
                    "unknown word \(entry.keyword.quoted) in track_group",
                    fix: "expected group { INSTANCE … }",
                    category: .syntax
                )
                continue
            }
            members += (self.block(of: entry) ?? []).flatMap(\.words)
        }
        self.trackGroups[name.text] = members
    }

    /// Looks at the names that groups and items say, when all have been read.
    mutating func checkTrackGroups(_ instances: [String: Word]) {
        for (_, members) in self.trackGroups.sorted(by: { $0.key < $1.key }) {
            for word in members where instances[word.text] == nil {
                self.log.error(
                    word,
                    "track_group names no instance: there is no vrrp_instance \(word.quoted)",
                    fix: self.log.nearest(word.text, in: instances.keys).map { "did you mean '\($0)'?" },
                    category: .reference
                )
            }
        }
        for word in self.trackGroupUses where self.trackGroups[word.text] == nil {
            self.log.error(
                word,
                "there is no track_group \(word.quoted)",
                fix: self.log.nearest(word.text, in: self.trackGroups.keys).map { "did you mean '\($0)'?" }
                    ?? "define it with track_group \(word.text) { group { INSTANCE … } }",
                category: .reference
            )
        }
    }
}

extension Statement {
    fileprivate var withoutBlock: Statement { Statement(keyword: self.keyword, arguments: self.arguments) }
}
