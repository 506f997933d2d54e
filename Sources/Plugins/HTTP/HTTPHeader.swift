/// One line of an answer's header or trailer.
struct HTTPHeader: Hashable, Sendable {
    /// In lower case.
    var name: String
    /// Without the blanks around it.
    var value: String

    /// nil for a line without a colon, such as a status line.
    init?(line: some Collection<UInt8>) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon != line.startIndex else { return nil }
        self.name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        let value = line[line.index(after: colon)...].drop(while: Self.isBlank)
        let end = Array(value).lastIndex { !Self.isBlank($0) }.map { $0 + 1 } ?? 0
        self.value = String(decoding: value.prefix(end), as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == 0x0a
    }
}
