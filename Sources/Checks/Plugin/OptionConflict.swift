/// Two options of a plugin that exclude one another.
public struct OptionConflict: Hashable, Sendable {
    /// The option that is wrong where the other one has ``value``.
    public var option: String
    public var other: String
    /// Of ``other``, as it is written; empty for any value, or for `on` of an option that is on or off.
    public var value: String
    public var reason: String
    /// What to write instead.
    public var fix: String

    public init(option: String, other: String, value: String, reason: String, fix: String) {
        self.option = option
        self.other = other
        self.value = value
        self.reason = reason
        self.fix = fix
    }

    /// What the option excludes, as it is written: `method HEAD`, `unix_socket`.
    public var excluded: String { self.value.isEmpty ? self.other : "\(self.other) \(self.value)" }

    /// Whether the options hold both.
    public func applies(to options: CheckOptions) -> Bool {
        Self.isOn(self.option, in: options) && self.holds(in: options)
    }

    private func holds(in options: CheckOptions) -> Bool {
        guard !self.value.isEmpty else { return Self.isOn(self.other, in: options) }
        return switch options[self.other] {
        case .string(let text): text == self.value
        case .boolean(let isOn): (isOn ? "on" : "off") == self.value
        case .integer(let number): "\(number)" == self.value
        case .strings, .bytes, .duration, .integerRanges, .hostAndPort, nil: false
        }
    }

    /// Whether it is given, and not as `off`.
    private static func isOn(_ name: String, in options: CheckOptions) -> Bool {
        options[name].map { $0 != .boolean(false) } ?? options.entries.contains { $0.name == name }
    }
}
