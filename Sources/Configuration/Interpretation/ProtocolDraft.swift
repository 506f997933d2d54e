/// What one block says with the words of ``ProtocolKeyword``.
struct ProtocolDraft {
    private var values: [ProtocolKeyword: (value: Bool, word: Word)] = [:]

    /// nil = not given.
    subscript(keyword: ProtocolKeyword) -> Bool? { self.values[keyword]?.value }

    func word(of keyword: ProtocolKeyword) -> Word? { self.values[keyword]?.word }

    mutating func set(_ keyword: ProtocolKeyword, to value: Bool, at word: Word) {
        self.values[keyword] = (value, word)
    }
}
