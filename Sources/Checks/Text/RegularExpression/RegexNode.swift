/// A regular expression as a tree.
indirect enum RegexNode: Hashable {
    case empty
    case bytes(ByteSet)
    case assertion(RegexAssertion)
    case sequence([RegexNode])
    case alternatives([RegexNode])
    /// At least `least` times, at most `most` times; nil = as often as it likes.
    case repeated(RegexNode, least: Int, most: Int?)
}
