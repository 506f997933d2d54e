/// A keyword, its words and, if braces follow, its block.
struct Statement: Hashable, Sendable {
    let keyword: Word
    let arguments: [Word]
    /// nil without braces.
    var block: [Statement]?

    var words: [Word] { [self.keyword] + self.arguments }
}
