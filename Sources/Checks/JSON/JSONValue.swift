/// A JSON document (RFC 8259) as a value.
///
/// Own code because the checker does without Foundation, which would cost more memory than the checker itself.
public enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// As a `Double`, always finite: integers beyond 2⁵³ lose digits, and what is too large is the largest there is.
    case number(Double)
    case string(String)
    case array([JSONValue])
    /// Of a name that stands twice, the last value, where it is not refused.
    case object([String: JSONValue])

    public subscript(_ name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    public var number: Double? {
        if case .number(let number) = self { number } else { nil }
    }

    /// nil for numbers that are no integers, or too large to be exact.
    public var integer: Int? {
        self.number.flatMap { abs($0) <= 9_007_199_254_740_992 ? Int(exactly: $0) : nil }
    }

    public var boolean: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    public var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }
}
