extension Statement {
    /// The same with every `<name>` for which there is a value replaced by it.
    func replacing(_ values: [String: String]) -> Statement {
        Statement(
            keyword: self.keyword,
            arguments: self.arguments.map { word in
                Word(
                    text: Placeholder.replace(in: word.text, with: values),
                    column: word.column,
                    length: word.length,
                    line: word.line
                )
            },
            block: self.block?.map { $0.replacing(values) }
        )
    }

    /// Every word that is not a keyword, at any depth.
    var allArguments: [Word] {
        self.arguments + (self.block ?? []).flatMap(\.allArguments)
    }
}
