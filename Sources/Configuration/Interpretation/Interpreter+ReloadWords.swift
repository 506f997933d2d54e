extension Interpreter {
    mutating func readReloadWord(_ keyword: GlobalReloadKeyword, _ statement: Statement) {
        switch keyword {
        case .timeFile:
            if let path = self.filePath(statement) { self.global.reload.timeFile = path }
        case .repeats:
            if let isOn = self.flag(statement) { self.global.reload.repeatsDaily = isOn }
        case .markerFile:
            self.global.reload.hasDefaultMarker = statement.arguments.isEmpty
            self.global.reload.markerFile = statement.arguments.isEmpty ? nil : self.filePath(statement)
        case .checkLog:
            // A new configuration is always tried before it is in force; the word is about where to write what is wrong.
            self.global.reload.checkLog = statement.arguments.isEmpty ? nil : self.filePath(statement)
        }
    }

    /// The absolute path of a file.
    mutating func filePath(_ statement: Statement) -> String? {
        guard let word = self.value(of: statement, expected: "the absolute path of a file") else { return nil }
        guard word.text.hasPrefix("/"), !word.text.hasSuffix("/"), !word.text.utf8.contains(0) else {
            self.log.error(
                word,
                "\(statement.keyword.text) expects the absolute path of a file, found \(word.quoted)"
            )
            return nil
        }
        return word.text
    }
}
