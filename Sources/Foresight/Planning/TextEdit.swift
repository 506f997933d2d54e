/// A change of one line of a file.
package struct TextEdit: Hashable, Sendable {
    package enum Change: Hashable, Sendable {
        /// Bytes of the line, counted from 0, by these.
        case replace(Range<Int>, String)
        /// A new line before it.
        case insert(String)
    }

    package var file: String
    /// From 1.
    package var line: Int
    package var change: Change
    /// Which node asks for it.
    package var node: String
    /// What for, in words: `priority of VI_1`.
    package var purpose: String

    package init(file: String, line: Int, change: Change, node: String, purpose: String) {
        self.file = file
        self.line = line
        self.change = change
        self.node = node
        self.purpose = purpose
    }
}
