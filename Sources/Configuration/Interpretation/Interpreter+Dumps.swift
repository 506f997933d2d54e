import Checks

extension Interpreter {
    mutating func readDumpWord(_ keyword: DumpKeyword, _ statement: Statement) {
        switch keyword {
        case .jsonVersion:
            if let version = self.integer(statement, in: 1...2) { self.global.dumps.jsonVersion = version }
        case .stateFile, .stateLocation:
            if let location = self.dumpLocation(statement) { self.global.dumps.stateLocation = location }
        case .statisticsFile, .statisticsLocation:
            if let location = self.dumpLocation(statement) { self.global.dumps.statisticsLocation = location }
        case .jsonFile, .jsonLocation:
            if let location = self.dumpLocation(statement) { self.global.dumps.jsonLocation = location }
        case .usesInstanceName:
            if let isOn = self.flag(statement) { self.global.dumps.usesInstanceName = isOn }
        case .configurationFolder:
            // Where keepalived keeps its copy of the configuration, in place of memory. Here there is none to be kept.
            _ = self.value(of: statement, expected: "the path of a folder")
        }
    }

    /// A folder with a slash behind it, a whole path, or a name alone.
    private mutating func dumpLocation(_ statement: Statement) -> String? {
        let name = statement.keyword.text
        guard let word = self.value(of: statement, expected: "the path of a file, or of a folder with / behind it")
        else { return nil }
        let last = word.text.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        guard word.text.hasPrefix("/") || !word.text.contains("/"), last != ".", last != "..",
            word.text.utf8.count < 4096, last.utf8.count <= 200, !word.text.utf8.contains(0)
        else {
            self.log.error(
                word,
                "\(name) \(word.quoted) names no file: expected an absolute path, a folder with / behind it, or a name",
                fix: "write it as \(name) /run/baton/"
            )
            return nil
        }
        return word.text
    }
}
