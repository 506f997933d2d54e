/// What holds between two bytes, and takes none.
enum RegexAssertion: Hashable, Sendable {
    case lineStart
    case lineEnd
    case textStart
    case textEnd
    case wordBoundary
    case noWordBoundary
    case wordStart
    case wordEnd

    /// - Parameters: The bytes before and behind the place; nil where the text begins or ends.
    func holds(between before: UInt8?, and behind: UInt8?) -> Bool {
        let wasWord = before.map(ByteSet.isWord) ?? false
        let isWord = behind.map(ByteSet.isWord) ?? false
        switch self {
        case .lineStart: return before == nil || before == UInt8(ascii: "\n")
        case .lineEnd: return behind == nil || behind == UInt8(ascii: "\n")
        case .textStart: return before == nil
        case .textEnd: return behind == nil
        case .wordBoundary: return wasWord != isWord
        case .noWordBoundary: return wasWord == isWord
        case .wordStart: return !wasWord && isWord
        case .wordEnd: return wasWord && !isWord
        }
    }
}
