import Checks
import Configuration

/// Files in memory, answered like a disk would.
struct MemoryReader: SourceReader {
    var files: [String: String]
    var matches: [String: [String]] = [:]
    var failures: [String: SourceError] = [:]
    var users: Set<String> = []
    var facts = SourceBundle.Facts(hostName: "node1.example", randomSeed: 7)

    mutating func read(_ path: String) throws(SourceError) -> [UInt8] {
        if let failure = self.failures[path] { throw failure }
        guard let text = self.files[path] else { throw .notFound }
        return Array(text.utf8)
    }

    mutating func match(_ pattern: String) throws(SourceError) -> [String] {
        if let matched = self.matches[pattern] { return matched }
        if let failure = self.failures[pattern] { throw failure }
        return self.files[pattern] == nil ? [] : [pattern]
    }
}

extension MemoryReader {
    mutating func hasUser(_ name: String) -> Bool { self.users.contains(name) }
}

/// A few plugins of the shapes that matter; the real ones are tested where they live.
enum TestPlugins {
    static let all = [
        PluginDescription(kind: "process", summary: "", argument: .init(name: "NAME", documentation: "a process")),
        PluginDescription(
            kind: "http",
            summary: "",
            argument: .init(name: "URL", documentation: "what to get", type: .url),
            options: [
                OptionDescription(
                    name: "expect_status",
                    type: .integerRanges(100...599),
                    defaultValue: "200-299",
                    documentation: ""
                ),
                OptionDescription(name: "expect_body", type: .string, documentation: ""),
                OptionDescription(name: "connect_timeout", type: .duration(0.001...60), documentation: ""),
            ]
        ),
        PluginDescription(
            kind: "tcp",
            summary: "",
            argument: .init(name: "HOST:PORT", documentation: "where to", type: .hostAndPort)
        ),
        PluginDescription(kind: "shell", summary: "", argument: .init(name: "COMMAND", documentation: "a line")),
        PluginDescription(
            kind: "exec",
            summary: "",
            argument: .init(name: "PATH", documentation: "a program", takesMore: true),
            options: [
                OptionDescription(
                    name: "protocol",
                    type: .choice(["keepalived", "nagios"]),
                    defaultValue: "keepalived",
                    documentation: ""
                )
            ]
        ),
    ]
}

/// Parses one text as the main file `k.conf`.
func parse(_ text: String, also files: [String: String] = [:]) -> ConfigurationResult {
    var reader = MemoryReader(files: files)
    reader.files["k.conf"] = text
    return ConfigurationParser.parse(reader: &reader, mainFile: "k.conf", plugins: TestPlugins.all)
}

/// The lines of an instance that is right, with more in the block.
func instance(_ lines: String, replacing standard: String? = nil) -> String {
    let base = standard ?? "interface eth0\nvirtual_router_id 33\nvirtual_ipaddress {\n192.0.2.9\n}"
    return "vrrp_instance VI_1 {\n\(lines)\n\(base)\n}\n"
}

/// A value that may be missing, as text.
func shown<Value>(_ value: Value?) -> String {
    value.map { "\($0)" } ?? "nil"
}

extension ConfigurationResult {
    /// `LINE:COLUMN SEVERITY MESSAGE` for each diagnostic.
    var summary: [String] {
        self.diagnostics.map { "\($0.location.line):\($0.location.column) \($0.severity.name) \($0.message)" }
    }

    var only: InstanceConfiguration? { self.configuration?.instances.first }
}
