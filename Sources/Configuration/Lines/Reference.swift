/// A use of a definition: `${NAME}` anywhere, `$NAME` before a blank, `,`, `)` or the end of the line.
struct Reference: Sendable {
    let name: String
    /// The words behind the name of a built-in.
    let arguments: [String]
    let isBraced: Bool
    /// One past its last byte.
    let end: Int

    /// - Parameter position: Where the `$` stands.
    init?(in bytes: [UInt8], at position: Int) {
        if let end = Substitution.endOfReference(in: bytes, at: position) {
            let words = bytes[position + 2..<end - 1].split(whereSeparator: ASCII.isBlank).map {
                String(decoding: $0, as: UTF8.self)
            }
            guard let name = words.first else { return nil }
            self.name = name
            self.arguments = Array(words.dropFirst())
            self.isBraced = true
            self.end = end
            return
        }
        guard position + 1 < bytes.count, ASCII.startsName(bytes[position + 1]) else { return nil }
        var end = position + 2
        while end < bytes.count, ASCII.continuesName(bytes[end]) {
            end += 1
        }
        let isDelimited =
            end == bytes.count || ASCII.isBlank(bytes[end]) || bytes[end] == UInt8(ascii: ",")
            || bytes[end] == UInt8(ascii: ")")
        guard isDelimited else { return nil }
        self.name = String(decoding: bytes[position + 1..<end], as: UTF8.self)
        self.arguments = []
        self.isBraced = false
        self.end = end
    }
}
