import Checks

extension Setting {
    /// Whether there is nothing to show.
    var isEmpty: Bool {
        switch self.value {
        case .null: true
        case .array(let elements): elements.isEmpty
        case .string(let text): text.isEmpty
        case .boolean, .number, .object: false
        }
    }

    /// For people, a line each; never none.
    var lines: [String] {
        guard case .array(let elements) = self.value, !elements.isEmpty else { return [Self.text(self.value)] }
        return elements.enumerated().map { index, element in
            let remark = self.remarks.map { " \($0[index])" } ?? ""
            return Self.text(element) + remark
        }
    }

    /// The same in one line.
    var plainText: String { self.lines.joined(separator: ", ") }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .boolean(let isOn): isOn ? "on" : "off"
        case .null: "none"
        case .array(let elements) where elements.isEmpty: "none"
        case .array, .number, .object: value.text
        }
    }
}
