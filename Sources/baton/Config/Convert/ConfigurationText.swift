/// The lines of a configuration file, to be changed by hand, comments and all.
///
/// Bytes, because a line may end in a carriage return and a comment may be in any encoding.
struct ConfigurationText {
    private let lines: [[UInt8]]
    /// Lines that are not to be written, by index; and what stands in their place.
    private var replacements: [Int: String?] = [:]
    /// Lines that come before others, by the index of those.
    private var insertions: [Int: [String]] = [:]
    /// Pieces of lines that others take the place of, by index.
    private var edits: [Int: [(place: Range<Int>, text: String)]] = [:]

    /// Why lines cannot be taken out, or the whole file cannot be written anew.
    struct Obstacle: Error, Equatable {
        let reason: String
    }

    /// The lines of a block, from its keyword to its closing brace.
    struct Block: Hashable {
        let range: ClosedRange<Int>
        /// Those that stand in it.
        let comments: [String]
    }

    init(_ bytes: [UInt8]) {
        self.lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    }

    /// The file as it is now.
    var bytes: [UInt8] {
        var written: [[UInt8]] = []
        for index in self.lines.indices {
            let end = self.lines[index].last == UInt8(ascii: "\r") ? "\r" : ""
            written += (self.insertions[index] ?? []).map { Array("\($0)\(end)".utf8) }
            switch self.replacements[index] {
            case .some(.some(let line)): written.append(Array("\(line)\(end)".utf8))
            case .some(nil): break
            case nil: written.append(self.edited(index, lineEnd: end))
            }
        }
        return Array(written.joined(separator: [UInt8(ascii: "\n")]))
    }

    private func edited(_ index: Int, lineEnd: String) -> [UInt8] {
        var line = self.lines[index]
        for (place, text) in (self.edits[index] ?? []).sorted(by: { $0.place.lowerBound > $1.place.lowerBound }) {
            line.replaceSubrange(place, with: text.replacing("\n", with: "\(lineEnd)\n").utf8)
        }
        return line
    }

    /// The ids of its `@` conditions.
    static func conditions(in bytes: [UInt8]) -> Set<String> {
        var ids: Set<String> = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let word = ConfigurationLine(Array(line)).words.first, word.hasPrefix("@") else { continue }
            let id = word.dropFirst(word.hasPrefix("@^") ? 2 : 1)
            if !id.isEmpty { ids.insert(String(id)) }
        }
        return ids
    }

    /// The block that opens on a line, counted from 1.
    func block(at number: Int, keyword: String) throws(Obstacle) -> Block {
        let start = number - 1
        guard self.lines.indices.contains(start), ConfigurationLine(self.lines[start]).words.first == keyword else {
            throw Obstacle(reason: "it comes from a condition, a definition or a repetition")
        }
        var depth = 0
        var isOpen = false
        var comments: [String] = []
        for index in start..<self.lines.count {
            let line = ConfigurationLine(self.lines[index])
            if let comment = line.comment { comments.append(comment) }
            let word = line.words.first ?? ""
            if index > start, word.hasPrefix("include") || word.first.map({ "@$~".contains($0) }) == true {
                throw Obstacle(reason: "a condition, a definition, a repetition or an include stands in it")
            }
            if line.code.contains("${_") || line.code.contains("$_") {
                throw Obstacle(reason: "it depends on the environment, the file's place or chance")
            }
            depth += line.depth
            isOpen = isOpen || line.endOfFirstBrace != nil
            guard isOpen, depth <= 0 else { continue }
            guard line.endsWithBlock else { throw Obstacle(reason: "something stands behind it on its last line") }
            return Block(range: start...index, comments: comments)
        }
        throw Obstacle(reason: "its end was not found")
    }

    /// Blocks of one keyword that hold a list, and the first word of each of its lines. What cannot be taken out is left
    /// out.
    func lists(of keyword: String) -> [(block: Block, names: [String])] {
        self.lines.indices.compactMap { index in
            guard self.replacements[index] == nil, ConfigurationLine(self.lines[index]).words.first == keyword,
                let block = try? self.block(at: index + 1, keyword: keyword)
            else { return nil }
            let names = block.range.compactMap { number -> String? in
                let code = ConfigurationLine(self.lines[number]).code
                let words = code.split(whereSeparator: { $0 == " " || $0 == "{" || $0 == "}" }).map(String.init)
                let first = number == block.range.lowerBound ? words.dropFirst().first : words.first
                return first.map { $0.hasPrefix("\"") && $0.hasSuffix("\"") ? String($0.dropFirst().dropLast()) : $0 }
            }
            return (block, names)
        }
    }

    /// Gives a block another keyword.
    mutating func rename(_ block: Block, _ keyword: String, to other: String) {
        let index = block.range.lowerBound
        let line = ConfigurationLine(self.lines[index])
        guard let place = line.places.first(where: { line.text($0) == keyword }) else { return }
        self.edits[index, default: []].append((place, other))
    }

    /// Takes a block out; a line says where it went.
    mutating func replace(_ block: Block, with line: String) {
        for index in block.range {
            self.replacements[index] = .some(nil)
        }
        self.replacements[block.range.lowerBound] = .some(line)
    }

    /// Puts a statement into `global_defs`, which is made where there is none.
    mutating func addToGlobals(_ statement: String) {
        for index in self.lines.indices where self.replacements[index] == nil {
            let line = ConfigurationLine(self.lines[index])
            guard line.words.first == "global_defs", line.words.count == 1 || line.words[1] == "{" else { continue }
            if let end = line.endOfFirstBrace {
                self.insert(statement, behind: end, in: index, of: line)
                return
            }
            // The brace may stand on the next line that has words.
            let rest = self.lines[(index + 1)...]
            if let next = rest.firstIndex(where: { !ConfigurationLine($0).places.isEmpty }) {
                let line = ConfigurationLine(self.lines[next])
                if line.words.first == "{", let end = line.endOfFirstBrace {
                    self.insert(statement, behind: end, in: next, of: line)
                    return
                }
            }
            break
        }
        // Behind what the file says of itself at its beginning.
        let start = self.lines.firstIndex { !ConfigurationLine($0).places.isEmpty } ?? 0
        self.insertions[start, default: []] += ["global_defs {", "    \(statement)", "}", ""]
    }

    /// A statement takes the rest of its line, so it gets one of its own.
    private mutating func insert(_ statement: String, behind end: Int, in index: Int, of line: ConfigurationLine) {
        if line.endOfCode == end {
            self.insertions[index + 1, default: []].insert("    \(statement)", at: 0)
        } else {
            self.edits[index, default: []].append((end..<end, "\n    \(statement)\n   "))
        }
    }

    /// Lets what names files name what it named when the file was in `folder`: `include`, `checks_dir`, and the files
    /// of keys.
    ///
    /// - Returns: What was written, and what is written now.
    /// - Throws: Where only the parser knows what a line names.
    mutating func makePathsAbsolute(in folder: String) throws(Obstacle) -> [(String, String)] {
        var changes: [(String, String)] = []
        var isDefinition = false
        for index in self.lines.indices where self.replacements[index] == nil {
            let line = ConfigurationLine(self.lines[index])
            if line.code.contains("${_PWD") || line.code.contains("$_PWD") {
                throw Obstacle(
                    reason:
                        "line \(index + 1) uses _PWD, which is another folder for the new file: write the path instead"
                )
            }
            let first = line.words.first { !$0.hasPrefix("@") } ?? ""
            isDefinition = isDefinition || first.hasPrefix("$") && first.contains("=")
            let isIndirect = isDefinition || first.hasPrefix("~") || first.hasPrefix("$")
            isDefinition = isDefinition && line.continuesDefinition
            let starts = isIndirect ? Array(line.places.indices) : line.statements
            for start in starts {
                guard let (place, prefix) = Self.path(behind: start, of: line) else { continue }
                let path = line.text(place)
                guard !path.hasPrefix("/") else { continue }
                guard !isIndirect, !path.contains("$") else {
                    throw Obstacle(
                        reason:
                            "line \(index + 1) names '\(path)' through a definition or a repetition, and the new file "
                            + "is in another folder: write an absolute path there"
                    )
                }
                let resolved = folder == "/" ? "/\(path)" : "\(folder)/\(path)"
                self.edits[index, default: []].append((place, resolved))
                let before = "\(line.words[start]) \(prefix)"
                changes.append(("\(before)\(path)", "\(before)\(resolved)"))
            }
        }
        return changes
    }

    /// Where the path stands that the statement names which begins with a word: without its quotes, and without what
    /// stands before it. nil where it names none.
    private static func path(behind start: Int, of line: ConfigurationLine) -> (Range<Int>, String)? {
        let words = line.words
        // Behind a definition's `=`.
        let keyword = words[start].split(separator: "=").last.map(String.init) ?? words[start]
        guard start + 1 < words.count else { return nil }
        switch keyword {
        case "include", "includer", "includem", "includew", "includeb", "includea":
            // A pattern may hold blanks and braces: it is the rest of the line.
            let place = line.places[start + 1].lowerBound..<line.endOfCode
            return (Self.withoutQuotes(place, of: line), "")
        case "checks_dir":
            return (Self.withoutQuotes(line.places[start + 1], of: line), "")
        case "key":
            guard start + 2 < words.count else { return nil }
            let place = Self.withoutQuotes(line.places[start + 2], of: line)
            guard line.text(place).hasPrefix("file:") else { return nil }
            return (place.lowerBound + 5..<place.upperBound, "\(words[start + 1]) file:")
        default:
            return nil
        }
    }

    private static func withoutQuotes(_ place: Range<Int>, of line: ConfigurationLine) -> Range<Int> {
        let text = line.text(place)
        guard text.utf8.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") else { return place }
        return place.lowerBound + 1..<place.upperBound - 1
    }
}
