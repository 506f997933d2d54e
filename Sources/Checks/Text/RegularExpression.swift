internal import CRegex

/// A POSIX extended regular expression, matched against bytes: what `grep -E` understands, line by line.
///
/// The time of a match grows with the length of the text, not with the cunning of the pattern: back-references, which
/// break that, are refused. So are `\d` and its like, which the C library would take for plain letters without a word.
/// A pattern that begins with `(?i)` ignores the case of ASCII letters.
public struct RegularExpression: Sendable {
    public let pattern: String
    private let program: Program

    /// Bytes of a pattern.
    public static let patternLimit = 1024

    /// - Throws: What is wrong with the pattern.
    public init(_ pattern: String) throws(OptionError) {
        guard pattern.utf8.count <= Self.patternLimit else {
            throw OptionError("expected a regular expression of at most \(Self.patternLimit) bytes")
        }
        guard !pattern.utf8.contains(0) else { throw OptionError("a regular expression cannot hold a zero byte") }
        try Self.refuseWhatMisleads(pattern)
        let ignoresCase = pattern.hasPrefix("(?i)")
        self.pattern = pattern
        self.program = try Program(ignoresCase ? String(pattern.dropFirst(4)) : pattern, ignoresCase: ignoresCase)
    }

    /// Whether the pattern matches somewhere in the bytes.
    public func matches(_ bytes: some Collection<UInt8>) -> Bool {
        self.program.matches(Array(bytes) + [0])
    }

    public func matches(_ text: String) -> Bool {
        self.program.matches(Array(text.utf8) + [0])
    }

    private static func refuseWhatMisleads(_ pattern: String) throws(OptionError) {
        var isEscaped = false
        for byte in pattern.utf8 {
            guard isEscaped else {
                isEscaped = byte == UInt8(ascii: "\\")
                continue
            }
            isEscaped = false
            switch byte {
            case UInt8(ascii: "1")...UInt8(ascii: "9"):
                throw OptionError("back-references such as \\1 are not supported in regular expressions")
            case UInt8(ascii: "d"):
                throw OptionError("\\d means the letter d in POSIX regular expressions; write [0-9]")
            case UInt8(ascii: "D"):
                throw OptionError("\\D means the letter D in POSIX regular expressions; write [^0-9]")
            case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r"):
                throw OptionError("\\n, \\t and \\r mean letters in POSIX regular expressions; write [[:space:]]")
            default:
                break
            }
        }
    }

    @safe private final class Program: Sendable {
        /// The C library's matcher takes it as a constant and locks what it caches inside, so several threads may use
        /// it; nothing changes it between the initializer and the end.
        private nonisolated(unsafe) let regex: OpaquePointer

        init(_ pattern: String, ignoresCase: Bool) throws(OptionError) {
            var message = [CChar](repeating: 0, count: 128)
            let regex = unsafe cregex_compile(pattern, ignoresCase ? 1 : 0, &message, message.count)
            guard let regex = unsafe regex else {
                let text = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
                let reason = text.isEmpty ? "out of memory" : String(decoding: text, as: UTF8.self)
                throw OptionError("'\(OutcomeSanitizer.line(pattern, limit: 80))' is no regular expression: \(reason)")
            }
            unsafe self.regex = regex
        }

        deinit {
            unsafe cregex_free(self.regex)
        }

        /// - Parameter bytes: The subject and a zero byte, which address sanitizers expect behind it.
        func matches(_ bytes: [UInt8]) -> Bool {
            unsafe bytes.withUnsafeBufferPointer { buffer in
                unsafe cregex_matches(self.regex, buffer.baseAddress, max(0, buffer.count - 1)) == 1
            }
        }
    }
}
