import Checks

extension JSONValue {
    init(_ number: Int) { self = .number(Double(number)) }

    /// Seconds.
    init(_ duration: Duration) { self = .number(duration.seconds) }

    /// Seconds, or null.
    init(_ duration: Duration?) { self = duration.map { JSONValue($0) } ?? .null }

    init(_ words: [String]) { self = .array(words.map(JSONValue.string)) }

    init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }

    /// keepalived's way with some of its flags: 0 or 1.
    static func bit(_ isOn: Bool) -> JSONValue { .number(isOn ? 1 : 0) }

    /// `{"file": …, "line": …}`, or `"default"` for nil.
    static func origin(_ location: SourceLocation?) -> JSONValue {
        guard let location else { return .string("default") }
        return .object(["file": .string(location.file), "line": JSONValue(location.line)])
    }
}
