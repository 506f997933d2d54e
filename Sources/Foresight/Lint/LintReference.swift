import Configuration

/// The pages of all rules as one document in Markdown, to stand behind a head that is written by hand.
package enum LintReference {
    /// The line behind which everything is generated.
    package static let marker = "<!-- Generated from the rules: baton lint --reference Documentation/Lint.md -->"

    package static var markdown: String {
        let rows = LintRule.allCases.map { rule in
            "| [\(rule.rawValue)](#\(rule.rawValue.lowercased())) | \(rule.severity.name) | \(rule.title) |"
        }
        let table = ["| rule | at worst | what it finds |", "| --- | --- | --- |"] + rows
        let pages = LintRule.allCases.map { rule in
            let page = rule.page
            let title = "\(rule.title.prefix(1).uppercased())\(rule.title.dropFirst())"
            return """
                ### \(rule.rawValue)

                **\(title)** (\(rule.severity.name)). \(page.effect)

                *Example.* \(page.example)

                *Fix.* \(page.fix)

                *What the rule sees.* \(page.sight)
                """
        }
        return ([table.joined(separator: "\n")] + pages).joined(separator: "\n\n") + "\n"
    }

    /// A document with its generated part as it is today; nil where the marker is not in it.
    package static func updated(_ document: String) -> String? {
        guard let marker = document.firstRange(of: self.marker) else { return nil }
        return document[..<marker.upperBound] + "\n\n" + self.markdown
    }
}
