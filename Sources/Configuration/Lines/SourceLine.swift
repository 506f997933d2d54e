import Checks

/// A physical line of a configuration file, without its end.
struct SourceLine: Hashable, Sendable {
    let file: String
    /// Counts from 1; 0 = the file as a whole.
    let number: Int
    let bytes: [UInt8]
    /// Where the definition has what it brings here, if it has several lines; nil = it stands here itself.
    var definition: SourceLocation?
}
