/// How quotes and backslashes are read on a line.
package enum Quoting: Hashable, Sendable {
    /// A word that starts with `"` ends at the next one; there are no escapes but `\#` and `\!`.
    case ordinary
    /// keepalived's script-valued words: both quotes anywhere, C-like escapes everywhere.
    case script
    /// Inside a `check` block, as in a shell: both quotes anywhere; within `"…"` a backslash takes `"` and `\`
    /// only, within `'…'` nothing.
    case check

    /// The rule for a line that starts with `firstWord`.
    package init(firstWord: some Collection<UInt8>, insideCheck: Bool) {
        if insideCheck || firstWord.elementsEqual("check".utf8) {
            self = .check
        } else if Quoting.isScriptValued(String(decoding: firstWord, as: UTF8.self)) {
            self = .script
        } else {
            self = .ordinary
        }
    }

    private static func isScriptValued(_ word: String) -> Bool {
        switch word {
        case "notify_fifo", "notify_priority_changes": false
        case "script", "notify", "startup_script", "shutdown_script": true
        default: word.hasPrefix("notify_") || word.hasSuffix("_fifo_script")
        }
    }

    /// Where the comment of a line starts, or the line's end.
    package func endOfCode(in bytes: [UInt8]) -> Int {
        var quote: UInt8?
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == ASCII.backslash, self.escapes(at: index, in: bytes, within: quote) {
                index += 2
                continue
            }
            if let open = quote {
                if byte == open { quote = nil }
            } else if self.isQuote(byte) {
                quote = byte
            } else if byte == ASCII.hash || byte == ASCII.exclamation {
                return index
            }
            index += 1
        }
        return bytes.count
    }

    /// Whether the byte opens a quote, outside of any.
    package func isQuote(_ byte: UInt8) -> Bool {
        byte == ASCII.quote || (self != .ordinary && byte == ASCII.apostrophe)
    }

    /// Whether the backslash at `index` takes the byte behind it.
    package func escapes(at index: Int, in bytes: [UInt8], within quote: UInt8?) -> Bool {
        guard index + 1 < bytes.count else { return false }
        let next = bytes[index + 1]
        switch self {
        case .ordinary:
            return quote == nil && (next == ASCII.hash || next == ASCII.exclamation)
        case .script:
            return true
        case .check:
            if quote == nil { return true }
            return quote == ASCII.quote && (next == ASCII.quote || next == ASCII.backslash)
        }
    }
}
