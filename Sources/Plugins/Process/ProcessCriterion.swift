import Checks

/// One thing a process check asks of a process.
enum ProcessCriterion: Sendable {
    /// The number a pid file holds.
    case identifier(Int32, file: String)
    case name(ProcessName)
    /// The path as written, and where its symbolic links lead.
    case executable([[UInt8]])
    case commandLine(RegularExpression)
    case user(UInt32, name: String)
    case controlGroup(String)
    case unit(String)

    /// The option that asks for it; `name` for the argument.
    var option: String {
        switch self {
        case .identifier: ProcessPlugin.Option.pidFile
        case .name: "name"
        case .executable: ProcessPlugin.Option.executable
        case .commandLine: ProcessPlugin.Option.commandLine
        case .user: ProcessPlugin.Option.user
        case .controlGroup: ProcessPlugin.Option.cgroup
        case .unit: ProcessPlugin.Option.unit
        }
    }

    var expected: String {
        switch self {
        case .identifier(let identifier, let file): "pid \(identifier), as \(file) says"
        case .name(let name): name.description
        case .executable(let paths): paths.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
        case .commandLine(let pattern): pattern.pattern
        case .user(_, let name): name
        case .controlGroup(let path): path
        case .unit(let unit): unit
        }
    }

    /// For a sentence such as "no process named nginx with user www-data".
    var phrase: String {
        switch self {
        case .identifier(let identifier, let file): "with pid \(identifier) (\(file))"
        case .name: "named \(self.expected)"
        case .executable: "running \(self.expected)"
        case .commandLine: "with a command line like '\(self.expected)'"
        case .user: "of user \(self.expected)"
        case .controlGroup: "in control group \(self.expected)"
        case .unit: "of unit \(self.expected)"
        }
    }

    /// Whether a process meets it; nil where this one may not know. A process that has ended meets nothing.
    ///
    /// Names are looked at by ``ProcessSnapshot``, for whether one counts depends on the other processes.
    func isMet(by process: ProcessEntry, _ attributes: inout ProcessAttributes) -> Bool? {
        switch self {
        case .identifier(let identifier, _):
            return process.identifier == identifier
        case .name(let name):
            guard name.matches(comm: process.comm) else { return false }
            return !name.mayBeCut || name.matches(programNames: attributes.programNames())
        case .executable(let paths):
            return Self.judge(attributes.executable()) { paths.contains($0) }
        case .commandLine(let pattern):
            return Self.judge(attributes.commandLine()) { pattern.matches($0) }
        case .user(let user, _):
            return Self.judge(attributes.user()) { $0 == user }
        case .controlGroup(let path):
            return Self.judge(attributes.controlGroups()) { groups in groups.contains { Self.lies($0, in: path) } }
        case .unit(let unit):
            return Self.judge(attributes.controlGroups()) { groups in
                groups.contains { group in group.split(separator: "/").contains { $0 == unit } }
            }
        }
    }

    private static func judge<Value>(_ fact: ProcessFact<Value>, _ test: (Value) -> Bool) -> Bool? {
        switch fact {
        case .known(let value): test(value)
        case .denied: nil
        case .gone: false
        }
    }

    private static func lies(_ group: String, in path: String) -> Bool {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        return group == path || path == "/" || group.hasPrefix("\(path)/")
    }
}
