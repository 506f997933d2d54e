import Failover

/// As the record has it: `setting NAME ORIGINAL VALUE`, `interface NAME INDEX`, `table NAME`, a line each.
extension HostChanges {
    var text: String {
        let settings = self.settings.map { "setting \($0.name) \($0.original) \($0.value)\n" }
        let interfaces = self.interfaces.map { "interface \($0.name) \($0.index)\n" }
        let tables = self.tables.map { "table \($0)\n" }
        return (settings + interfaces + tables).joined()
    }

    /// A line that is none is passed over.
    init(text: String) {
        self.init()
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            switch words.first {
            case "setting" where words.count == 4:
                guard words[1].hasPrefix("net/"), !words[1].contains(".."), let original = Int(words[2]),
                    let value = Int(words[3])
                else { continue }
                self.settings.append(ChangedSetting(name: words[1], original: original, value: value))
            case "interface" where words.count == 3:
                guard let index = Int32(words[2]), index > 0 else { continue }
                self.interfaces.append(MadeInterface(name: words[1], index: index))
            case "table" where words.count == 2:
                self.tables.append(words[1])
            default:
                continue
            }
        }
    }
}
