import Checks

extension Conversation {
    /// What is expected or refused.
    enum Pattern: Sendable {
        case bytes([UInt8])
        case regex(RegularExpression)
    }
}

extension Conversation.Pattern {
    /// Behind the first match; nil if there is none yet.
    ///
    /// - Parameters:
    ///   - start: Bytes that need not be looked at again, from ``scanned(_:)``.
    ///   - isComplete: Whether the last line has ended although no line feed says so.
    func end(in bytes: some RandomAccessCollection<UInt8>, from start: Int, isComplete: Bool) -> Int? {
        let rest = bytes.dropFirst(start)
        switch self {
        case .bytes(let wanted):
            return rest.firstRange(of: wanted).map { bytes.distance(from: bytes.startIndex, to: $0.upperBound) }
        case .regex(let regex):
            return Self.end(of: regex, in: rest, isComplete: isComplete).map { $0 + start }
        }
    }

    /// How much of what holds no match can hold none later either.
    func scanned(_ bytes: [UInt8]) -> Int {
        switch self {
        case .bytes(let wanted): max(0, bytes.count - max(0, wanted.count - 1))
        case .regex: bytes.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
        }
    }

    private static func end(
        of regex: RegularExpression,
        in bytes: some RandomAccessCollection<UInt8>,
        isComplete: Bool
    ) -> Int? {
        var start = bytes.startIndex
        while let lineFeed = bytes[start...].firstIndex(of: 0x0a) {
            let next = bytes.index(after: lineFeed)
            if regex.matches(Self.withoutReturn(bytes[start..<lineFeed])) {
                return bytes.distance(from: bytes.startIndex, to: next)
            }
            start = next
        }
        let last = bytes[start...]
        // A line that grows may still cease to end as the expression wants it to.
        guard !last.isEmpty, isComplete || !regex.pattern.hasSuffix("$") else { return nil }
        return regex.matches(Self.withoutReturn(last)) ? bytes.count : nil
    }

    private static func withoutReturn(_ line: some BidirectionalCollection<UInt8>) -> [UInt8] {
        line.last == 0x0d ? Array(line.dropLast()) : Array(line)
    }

    /// For people, as it is written in the configuration.
    var text: String {
        switch self {
        case .bytes(let bytes): PrintableBytes.text(bytes)
        case .regex(let regex): regex.pattern
        }
    }

    /// The option it is written with.
    var option: String {
        switch self {
        case .bytes: TCPPlugin.Option.expect
        case .regex: TCPPlugin.Option.expectRegex
        }
    }
}
