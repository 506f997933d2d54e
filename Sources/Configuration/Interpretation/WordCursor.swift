/// The words of one line, one after the other.
struct WordCursor {
    private let words: [Word]
    private(set) var position = 0

    init(_ words: [Word]) {
        self.words = words
    }

    /// The word that was taken last, or the first one.
    var last: Word { self.words[max(0, self.position - 1)] }

    var next: Word? { self.position < self.words.count ? self.words[self.position] : nil }

    mutating func take() -> Word? {
        guard let word = self.next else { return nil }
        self.position += 1
        return word
    }

    /// Takes the next word if it is this one.
    mutating func takes(_ text: String) -> Bool {
        guard self.next?.text == text else { return false }
        self.position += 1
        return true
    }

    mutating func stepBack() {
        self.position -= 1
    }
}
