/// Texts of descriptions as Markdown shows them unchanged.
enum Markdown {
    /// One paragraph; runs of white space become one space.
    static func text(_ text: String) -> String {
        var escaped = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            if !escaped.isEmpty { escaped += " " }
            for character in word {
                if "\\`*<>|[]#".contains(character) { escaped += "\\" }
                escaped.append(character)
            }
        }
        return escaped
    }

    static func code(_ text: String) -> String {
        text.contains("`") ? "`` \(text) ``" : "`\(text)`"
    }

    /// A block of lines as they are.
    static func block(_ text: String, language: String = "") -> String {
        "```\(language)\n\(text)\n```"
    }

    static func table(_ header: [String], _ rows: [[String]]) -> String {
        let lines = [header, header.map { _ in "---" }] + rows
        return lines.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
    }
}
