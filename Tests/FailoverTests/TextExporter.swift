/// Reads `keepalived.data` as exporters for Prometheus do: objects begin with one blank, their facts with three, and
/// what belongs to the fact above with five.
struct TextExporter {
    private(set) var instances: [String: [String: String]] = [:]
    private(set) var addresses: [String: [String]] = [:]
    private(set) var scripts: [String: [String: String]] = [:]

    init(_ text: String) {
        var instance: String?
        var script: String?
        var key = ""
        for line in text.split(separator: "\n") {
            if let name = Self.value(of: line, behind: " VRRP Instance") {
                (instance, script) = (name, nil)
                self.instances[name] = [:]
            } else if let name = Self.value(of: line, behind: " VRRP Script") {
                (instance, script) = (nil, name)
                self.scripts[name] = [:]
            } else if line.hasPrefix("     ") {
                guard let instance, key.hasPrefix("Virtual IP (") else { continue }
                self.addresses[instance, default: []].append(Self.trimmed(line))
            } else if line.hasPrefix("   ") {
                let separator: Character = line.contains("=") ? "=" : ":"
                let parts = line.split(separator: separator, omittingEmptySubsequences: false)
                guard parts.count > 1 else { continue }
                key = Self.trimmed(parts[0])
                if let instance { self.instances[instance]?[key] = Self.trimmed(parts[1]) }
                if let script { self.scripts[script]?[key] = Self.trimmed(parts[1]) }
            } else {
                (instance, script) = (nil, nil)
            }
        }
    }

    private static func value(of line: Substring, behind heading: String) -> String? {
        guard line.hasPrefix(heading), let equals = line.firstIndex(of: "=") else { return nil }
        return self.trimmed(line[line.index(after: equals)...])
    }

    private static func trimmed(_ text: Substring) -> String {
        let end = text.lastIndex { $0 != " " }
        return end.map { String(text[...$0].drop { $0 == " " }) } ?? ""
    }
}
