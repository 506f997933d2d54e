import Checks

/// A physical line of a configuration file, without its end; shared by the words that stand on it.
final class SourceLine: Hashable, Sendable {
    let file: String
    /// Counts from 1; 0 = the file as a whole.
    let number: Int
    let bytes: [UInt8]
    /// Where the definition has what it brings here, if it has several lines; nil = it stands here itself.
    let definition: SourceLocation?

    init(file: String, number: Int, bytes: [UInt8], definition: SourceLocation? = nil) {
        self.file = file
        self.number = number
        self.bytes = bytes
        self.definition = definition
    }

    static func == (left: SourceLine, right: SourceLine) -> Bool {
        left === right
            || (left.file == right.file && left.number == right.number && left.definition == right.definition
                && left.bytes == right.bytes)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(self.file)
        hasher.combine(self.number)
    }
}
