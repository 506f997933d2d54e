/// A physical line of a configuration file, without its end.
struct SourceLine: Hashable, Sendable {
    let file: String
    /// Counts from 1; 0 = the file as a whole.
    let number: Int
    let bytes: [UInt8]

    /// The line for people; what is beyond ``textLimit`` bytes is cut, so that many diagnostics of one endless line
    /// stay small.
    var text: String {
        String(decoding: self.bytes.prefix(SourceLine.textLimit), as: UTF8.self)
    }

    static let textLimit = 512
}
