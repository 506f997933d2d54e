import Checks

extension Interpreter {
    /// `track_file NAME { … }`: a native file check whose content the weight is multiplied by.
    mutating func readTrackFile(_ statement: Statement) {
        guard let name = self.checkName(of: statement), let block = self.block(of: statement) else { return }
        var file: Word?
        var weight: CheckWeight?
        var initialisation: FileInitialisation?
        for statement in block {
            guard let keyword = TrackFileKeyword(rawValue: statement.keyword.text) else {
                self.reportUnrecognised(statement, in: .trackFile)
                continue
            }
            switch keyword {
            case .file: file = self.value(of: statement, expected: "the path of a file")
            case .weight: weight = self.weight(statement.arguments[...], after: statement.keyword, limit: 254)
            case .initialFile: initialisation = self.initialisation(statement)
            }
        }
        guard let file else {
            self.log.error(
                statement.keyword,
                "track_file \(name.quoted) has no file line",
                fix: "add file /path/to/the/file"
            )
            return
        }
        guard file.text.hasPrefix("/") else {
            self.log.error(
                file,
                "\(file.quoted) is no absolute path",
                fix: "write the path from the root: /\(file.text)"
            )
            return
        }
        var options = CheckOptions(arguments: [file.text], argument: .string(file.text))
        options.values[FilePlugin.Option.score] = .string(FilePlugin.Score.keepalived.rawValue)
        if let plugin = self.plugin(FilePlugin.kind) { self.addDefaults(of: plugin, to: &options) }
        let definition = CheckDefinition(
            name: "",
            kind: FilePlugin.kind,
            options: options,
            // Changes are told by the kernel; this is for file systems that tell of none.
            schedule: CheckSchedule(interval: .seconds(2)),
            weight: weight ?? CheckWeight(value: 1),
            origin: .trackFile(initialisation: initialisation)
        )
        self.add(definition, tracker: .file, named: name)
    }

    /// `init_file [VALUE] [overwrite]`, in either order.
    private mutating func initialisation(_ statement: Statement) -> FileInitialisation? {
        self.warnOfExcess(statement, after: 2)
        var initialisation = FileInitialisation()
        for word in statement.arguments.prefix(2) {
            if word.text == "overwrite" {
                initialisation.overwrites = true
            } else if let value = Decimal.integer(word.text), Int32(exactly: value) != nil {
                initialisation.value = value
            } else {
                self.log.error(
                    word,
                    "init_file \(word.quoted) is not valid: expected a whole number of 32 bits, overwrite, or both"
                )
                return nil
            }
        }
        return initialisation
    }
}
