/// What is asked of any text a program writes.
enum OutputConformance {
    /// Characters of a first line; a longer one does not fit a status page.
    static let lineLimit = 120

    /// - Parameter summary: What the first line is where the output is JSON.
    static func problem(with bytes: [UInt8], summary: String?) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return "expected UTF-8, found other bytes" }
        let line = summary ?? String(text.prefix { $0 != "\n" && $0 != "|" })
        guard line.count <= Self.lineLimit else {
            return "expected a first line of at most \(Self.lineLimit) characters, found \(line.count)"
        }
        return nil
    }
}
