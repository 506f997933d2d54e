import FoundationEssentials

/// JSON with `snake_case` keys in a fixed order.
enum JSONOutput {
    /// For people and tools: indented.
    static func print(_ document: some Encodable) throws {
        StandardOutput.print(try self.encode(document, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]))
    }

    /// One line, for streams of objects.
    static func line(_ document: some Encodable) throws -> String {
        try self.encode(document, [.sortedKeys, .withoutEscapingSlashes])
    }

    private static func encode(_ document: some Encodable, _ format: JSONEncoder.OutputFormatting) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = format
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }
}
