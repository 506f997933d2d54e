extension LineFeeder {
    /// Obeys a word of `global_defs` that concerns the lines below it.
    mutating func obey(_ keyword: GrammarKeyword, _ statement: Statement, log: inout DiagnosticLog) {
        switch keyword {
        case .includeCheck: self.setIncludeChecks(statement.arguments, log: &log)
        case .randomSeed: self.seed(statement, log: &log)
        }
    }

    /// `include_check [[+|-]readable|match|wildcard_match|brace_match …]`; all of them without a word.
    private mutating func setIncludeChecks(_ words: [Word], log: inout DiagnosticLog) {
        guard let first = words.first else {
            self.includeChecks = .all
            return
        }
        if !first.text.hasPrefix("+"), !first.text.hasPrefix("-") { self.includeChecks = [] }
        var removes = false
        for word in words {
            var name = word.text[...]
            if name.hasPrefix("+") || name.hasPrefix("-") { removes = name.removeFirst() == "-" }
            // A sign may stand alone, before the checks it is meant for.
            if name.isEmpty, word.text.utf8.count == 1 { continue }
            guard let checks = IncludeChecks(word: name) else {
                log.warning(
                    word,
                    "include_check knows no \(word.quoted): expected \(IncludeChecks.words.joined(separator: ", "))",
                    fix: log.nearest(String(name), in: IncludeChecks.words).map { "did you mean '\($0)'?" }
                )
                continue
            }
            if removes {
                // Each of the others implies readable files, so that stays while one of them does.
                self.includeChecks.subtract(checks == .readable ? checks : checks.subtracting(.readable))
            } else {
                self.includeChecks.formUnion(checks)
            }
        }
    }

    /// `random_seed N`: the same numbers each time.
    private mutating func seed(_ statement: Statement, log: inout DiagnosticLog) {
        guard let word = statement.arguments.first, let seed = Decimal.integer(word.text), seed >= 0 else {
            log.warning(
                statement.arguments.first ?? statement.keyword,
                "random_seed expects a whole number of 0 and more, and is ignored"
            )
            return
        }
        self.substitution.seed(UInt64(seed))
    }
}
