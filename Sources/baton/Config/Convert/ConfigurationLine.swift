/// One line of a configuration file: what of it is code and what is comment.
struct ConfigurationLine {
    /// Without the comment and the blanks around.
    let code: String
    /// With its sign; nil without one.
    let comment: String?
    /// Blocks it opens less those it closes.
    let depth: Int
    /// Whether nothing but its comment stands behind the last brace.
    let endsWithBlock: Bool

    init(_ line: String) {
        var quote: Character?
        var depth = 0
        var end = line.endIndex
        var index = line.startIndex
        while index < line.endIndex {
            let character = line[index]
            if character == "\\" {
                index = line.index(after: index)
                if index < line.endIndex { index = line.index(after: index) }
                continue
            }
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" {
                quote = character
            } else if character == "#" || character == "!" {
                end = index
                break
            } else if character == "{" {
                depth += 1
            } else if character == "}" {
                depth -= 1
            }
            index = line.index(after: index)
        }
        let code = line[..<end].split(whereSeparator: \.isWhitespace)
        self.code = code.joined(separator: " ")
        let comment = line[end...].split(separator: "\r").joined()
        self.comment = comment.isEmpty ? nil : comment
        self.depth = depth
        self.endsWithBlock = self.code.hasSuffix("}")
    }

    var words: [String] { self.code.split(separator: " ").map(String.init) }
}
