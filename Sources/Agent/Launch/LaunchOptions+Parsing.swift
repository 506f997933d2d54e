extension LaunchOptions {
    /// Reads a command line as getopt_long does: options in any order, short ones joined, values attached or next.
    ///
    /// - Throws: ``LaunchError`` naming the word and what was expected.
    package init(parsing words: [String]) throws(LaunchError) {
        self.init()
        var index = 0
        while index < words.count {
            let word = words[index]
            index += 1
            if word.hasPrefix("--"), word.count > 2 {
                let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let name = String(parts[0])
                guard let option = LaunchOption.all.first(where: { $0.long == name }) else {
                    throw LaunchError("unknown option --\(name); batond --help lists them")
                }
                let attached = parts.count == 2 ? String(parts[1]) : nil
                try self.apply(option, "--" + name, attached: attached, words, &index)
            } else if word.hasPrefix("-"), word.count > 1 {
                try self.parseShort(word.dropFirst(), words, &index)
            } else {
                throw LaunchError("unexpected argument \(word); expected options only, the file is named with -f")
            }
        }
    }

    private mutating func parseShort(_ cluster: Substring, _ words: [String], _ index: inout Int) throws(LaunchError) {
        var letters = cluster
        while let letter = letters.popFirst() {
            guard let option = LaunchOption.all.first(where: { $0.short == letter }) else {
                throw LaunchError("unknown option -\(letter); batond --help lists them")
            }
            switch option.value {
            case .none:
                try self.apply(option, "-\(letter)", attached: nil, words, &index)
            case .required, .optional:
                let attached = letters.isEmpty ? nil : String(letters)
                letters = ""
                try self.apply(option, "-\(letter)", attached: attached, words, &index)
            }
        }
    }

    private mutating func apply(
        _ option: LaunchOption,
        _ spelling: String,
        attached: String?,
        _ words: [String],
        _ index: inout Int
    ) throws(LaunchError) {
        var text = ""
        switch option.value {
        case .none:
            if let attached {
                throw LaunchError("\(spelling) takes no value, but \(attached) was given")
            }
        case .optional:
            text = attached ?? ""
        case .required(let name):
            if let attached {
                text = attached
            } else if index < words.count {
                text = words[index]
                index += 1
            } else {
                throw LaunchError("\(spelling) expects a value: \(spelling) \(name)")
            }
        }
        switch option.effect {
        case .ignored:
            self.ignored.append(spelling)
        case .set(let set):
            if let problem = set(&self, text) {
                throw LaunchError(problem)
            }
        }
    }

    /// What `--help` prints.
    package static var help: String {
        var lines = ["Usage: batond [OPTION]…", "", "A VRRP agent; reads keepalived.conf.", ""]
        for option in LaunchOption.all where !option.help.isEmpty {
            let value =
                switch option.value {
                case .none: ""
                case .required(let name): "=" + name
                case .optional(let name): "[=" + name + "]"
                }
            let short = option.short.map { "-\($0), " } ?? "    "
            let words = "  \(short)--\(option.long)\(value)"
            lines.append(words + String(repeating: " ", count: max(2, 34 - words.count)) + option.help)
        }
        let ignored = LaunchOption.all.filter(\.help.isEmpty).map { $0.short.map { "-\($0)" } ?? "--" + $0.long }
        lines += ["", "Accepted for keepalived's sake, without effect: " + ignored.joined(separator: " ")]
        lines += [
            "", "Exit codes: 0 ended as asked; 1 bad command line or an error while running; 2 the configuration does",
            "not load; 4 no privilege. With -t: 0 loads; 4 cannot be read; 5 does not load.",
        ]
        return lines.joined(separator: "\n")
    }
}
