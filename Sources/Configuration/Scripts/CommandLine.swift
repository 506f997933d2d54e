/// A command line of a script-valued word, split into its arguments as keepalived does: no shell, both kinds of
/// quotes anywhere, C-like escapes everywhere.
enum CommandLine {
    /// - Returns: nil when a quote is never closed.
    static func arguments(of text: String) -> [String]? {
        let bytes = Array(text.utf8)
        var arguments: [[UInt8]] = []
        var current: [UInt8]?
        var quote: UInt8?
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == ASCII.backslash, position + 1 < bytes.count {
                position += 1
                var word = current ?? []
                current = nil
                ScriptEscape.take(from: bytes, at: &position, into: &word)
                current = word
                continue
            }
            position += 1
            if let open = quote {
                if byte == open { quote = nil } else { current?.append(byte) }
            } else if byte == ASCII.quote || byte == ASCII.apostrophe {
                quote = byte
                if current == nil { current = [] }
            } else if ASCII.isBlank(byte) {
                if let finished = current { arguments.append(finished) }
                current = nil
            } else if current == nil {
                current = [byte]
            } else {
                current?.append(byte)
            }
        }
        guard quote == nil else { return nil }
        if let finished = current { arguments.append(finished) }
        return arguments.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether an argument looks as if a shell had been expected.
    static func looksLikeShell(_ argument: String) -> Bool {
        switch argument {
        case "|", "||", "&", "&&", ";", ">", ">>", "<", "2>", "2>&1", ">/dev/null", "2>/dev/null", "&>/dev/null": true
        default: false
        }
    }
}
