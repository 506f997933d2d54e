/// The lines of a configuration file, to be changed by hand, comments and all.
struct ConfigurationText {
    private var lines: [String]
    /// Lines that are not to be written, by index; and what stands in their place.
    private var replacements: [Int: String?] = [:]

    /// Why lines cannot be taken out.
    struct Obstacle: Error, Equatable {
        let reason: String
    }

    /// The lines of a block, from its keyword to its closing brace.
    struct Block: Hashable {
        let range: ClosedRange<Int>
        /// Those that stand in it.
        let comments: [String]
    }

    init(_ text: String) {
        self.lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    var text: String {
        self.lines.indices.compactMap { index in
            if let replacement = self.replacements[index] { return replacement }
            return self.lines[index]
        }.joined(separator: "\n")
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
            if line.code.contains("${_") {
                throw Obstacle(reason: "it depends on the environment, the file's place or chance")
            }
            depth += line.depth
            isOpen = isOpen || line.code.contains("{")
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
        self.lines[index] = self.lines[index].replacing(keyword, with: other, maxReplacements: 1)
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
            guard line.words.first == "global_defs" else { continue }
            let brace = line.depth == 1 ? index : index + 1
            guard self.lines.indices.contains(brace),
                ConfigurationLine(self.lines[brace]).code.hasSuffix("{")
            else { break }
            self.lines[brace] += "\n    \(statement)"
            return
        }
        // Behind what the file says of itself at its beginning.
        let start = self.lines.firstIndex { !ConfigurationLine($0).words.isEmpty } ?? 0
        let globals = "global_defs {\n    \(statement)\n}\n\n"
        if let replacement = self.replacements[start] {
            // The file begins with a block that has gone.
            self.replacements[start] = .some(globals + (replacement ?? ""))
        } else {
            self.lines[start] = globals + self.lines[start]
        }
    }

    /// Lets `include` and `checks_dir` lines name what they named when the file was in `folder`.
    ///
    /// - Returns: What was written, and what is written now.
    mutating func makePathsAbsolute(in folder: String) -> [(String, String)] {
        var changes: [(String, String)] = []
        for index in self.lines.indices {
            let line = ConfigurationLine(self.lines[index])
            guard let keyword = line.words.first, line.words.count > 1,
                keyword == "checks_dir" || (keyword.hasPrefix("include") && keyword.count <= "include".count + 1),
                !line.words[1].hasPrefix("/"), !line.words[1].hasPrefix("$"), !line.words[1].hasPrefix("\"/")
            else { continue }
            let path = line.words[1]
            let isQuoted = path.hasPrefix("\"")
            let resolved = isQuoted ? "\"\(folder)/\(path.dropFirst())" : "\(folder)/\(path)"
            self.lines[index] = self.lines[index].replacing(path, with: resolved, maxReplacements: 1)
            changes.append(("\(keyword) \(path)", "\(keyword) \(resolved)"))
        }
        return changes
    }
}
