import Checks

extension JSONValue {
    /// A document over several lines, names in order; what is small stays on one line.
    func indented(by depth: Int = 0) -> String {
        let one = self.text
        let inner = String(repeating: " ", count: 2 * depth + 2)
        let outer = String(repeating: " ", count: 2 * depth)
        guard one.utf8.count > 60 else { return one }
        switch self {
        case .null, .boolean, .number, .string:
            return one
        case .array(let elements):
            let lines = elements.map { inner + $0.indented(by: depth + 1) }
            return "[\n\(lines.joined(separator: ",\n"))\n\(outer)]"
        case .object(let members):
            let lines = members.sorted { $0.key < $1.key }.map { name, value in
                "\(inner)\(JSONValue.string(name).text): \(value.indented(by: depth + 1))"
            }
            return "{\n\(lines.joined(separator: ",\n"))\n\(outer)}"
        }
    }
}
