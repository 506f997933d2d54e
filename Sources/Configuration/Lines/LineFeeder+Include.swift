extension LineFeeder {
    /// How deep files may include one another.
    static let includeDepthLimit = 16
    /// How many files one configuration may read; files that include two others twice each would multiply.
    static let fileLimit = 4096

    /// - Returns: whether the line is an include line.
    mutating func follow(
        include line: LogicalLine,
        reader: inout some SourceReader,
        log: inout DiagnosticLog
    ) -> Bool {
        guard line.bytes.drop(while: ASCII.isBlank).starts(with: "include".utf8) else { return false }
        var lexer = Lexer(line)
        guard case .word(let word)? = lexer.next(),
            let keyword = IncludeKeyword(rawValue: word.text)
        else { return false }
        // A pattern may hold braces, so it is the rest of the line and not a word.
        let rest = line.bytes.trimmed.dropFirst(word.text.utf8.count).trimmed
        let isQuoted = rest.count > 1 && rest.first == ASCII.quote && rest.last == ASCII.quote
        let pattern = String(decoding: isQuoted ? Array(rest.dropFirst().dropLast()) : rest, as: UTF8.self)
        guard !pattern.isEmpty else {
            log.error(word, "\(word.text) needs the path of a file or a pattern", category: .syntax)
            return true
        }
        let absolute = SourcePath.resolve(pattern, in: SourcePath.directory(of: line.source.file))
        let checks = keyword.checks.union(self.includeChecks)
        let paths = self.paths(matching: absolute, checks: checks, word: word, reader: &reader, log: &log)
        self.open(paths, from: line.source.file, checks: checks, word: word, reader: &reader, log: &log)
        return true
    }

    /// A file may serve several blocks; at the root its blocks would be there twice.
    private mutating func noteInclude(of path: String, word: Word, log: inout DiagnosticLog) {
        guard self.isAtRoot else { return }
        let name = SourcePath.normalized(path)
        guard let first = self.includedAt[name] else {
            self.includedAt[name] = word.location
            return
        }
        guard first != word.location else { return }
        log.warning(
            word,
            "\(Word.quoted(path)) was included at \(first) already; what it holds stands twice",
            fix: "remove one of the two lines",
            category: .file
        )
    }

    /// What a pattern without wildcards names and is no file, such as a folder.
    private func problem(
        reading path: String,
        reader: inout some SourceReader
    ) -> SourceError? {
        guard !path.contains(where: { "*?[{\\".contains($0) }) else { return nil }
        do throws(SourceError) {
            _ = try reader.read(path)
            return nil
        } catch {
            return error == .notFound ? nil : error
        }
    }

    private func paths(
        matching pattern: String,
        checks: IncludeChecks,
        word: Word,
        reader: inout some SourceReader,
        log: inout DiagnosticLog
    ) -> [String] {
        var paths: [String] = []
        // Alternatives are asked for one by one, so that a missing one can be named.
        for alternative in SourcePath.alternatives(of: pattern) {
            var matched: [String] = []
            do throws(SourceError) {
                matched = try reader.match(alternative)
            } catch {
                log.warning(word, "cannot search \(Word.quoted(alternative)): \(error.description)", category: .file)
            }
            if matched.isEmpty, checks.contains(.braces) {
                log.error(word, "nothing matches \(Word.quoted(alternative))", category: .file)
            }
            paths += matched.filter { !paths.contains($0) }
        }
        if paths.isEmpty, let problem = self.problem(reading: pattern, reader: &reader) {
            let message = "cannot include \(Word.quoted(pattern)): \(problem.description)"
            log.report(checks.isEmpty ? .warning : .error, word, message, fix: problem.fix, category: .file)
        } else if paths.isEmpty, !checks.isDisjoint(with: [.match, .wildcard]), !checks.contains(.braces) {
            log.error(word, "nothing matches \(Word.quoted(pattern))", category: .file)
        } else if paths.isEmpty, !checks.contains(.braces) {
            log.warning(
                word,
                "nothing matches \(Word.quoted(pattern)), so nothing is included",
                fix: "correct the path; it is taken from the folder of this file",
                category: .file
            )
        }
        return paths
    }

    private mutating func open(
        _ paths: [String],
        from includingPath: String,
        checks: IncludeChecks,
        word: Word,
        reader: inout some SourceReader,
        log: inout DiagnosticLog
    ) {
        let including = self.files.last { $0.path == includingPath }
        let chain = (including?.ancestors ?? []) + [includingPath]
        var opened: [OpenFile] = []
        for path in paths {
            guard !chain.map(SourcePath.normalized).contains(SourcePath.normalized(path)) else {
                log.error(
                    word,
                    "\(Word.quoted(path)) includes itself: \((chain + [path]).joined(separator: " → "))",
                    fix: "remove one include of the circle",
                    category: .file
                )
                continue
            }
            guard chain.count <= LineFeeder.includeDepthLimit, self.filesRead < LineFeeder.fileLimit else {
                // Files that include two others each would say it without end.
                guard !self.saidLimit else { return }
                self.saidLimit = true
                log.error(
                    word,
                    "files include one another more than \(LineFeeder.includeDepthLimit) deep, or more than "
                        + "\(LineFeeder.fileLimit) files are read",
                    category: .file
                )
                return
            }
            self.filesRead += 1
            self.noteInclude(of: path, word: word, log: &log)
            do throws(SourceError) {
                var file = OpenFile(path: path, bytes: try reader.read(path), ancestors: chain)
                file.includeChecks = self.includeChecks
                opened.append(file)
            } catch {
                let message = "cannot include \(Word.quoted(path)): \(error.description)"
                if checks.contains(.readable) {
                    log.error(word, message, fix: error.fix, category: .file)
                } else {
                    log.warning(word, message, fix: error.fix, category: .file)
                }
            }
        }
        self.files += opened.reversed()
        self.postponePending(until: opened.count)
    }
}
