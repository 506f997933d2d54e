import Checks
import Glibc

/// What a check looks at.
enum Resource: Hashable, Sendable {
    case disk(path: String, mounted: Bool)
    case memory
    case load
    case pressure(String)

    init(_ definition: CheckDefinition) throws(CheckSetupError) {
        let words = definition.options.arguments
        let mounted = definition.options.boolean(ResourcePlugin.Option.mounted) ?? false
        let object = words.count == 2 ? words[1] : nil
        switch words.first.flatMap(ResourcePlugin.What.init(rawValue:)) {
        case .disk:
            guard let object, object.hasPrefix("/") else {
                throw CheckSetupError("check \(definition.name): expected an absolute path, as in: resource disk /var")
            }
            self = .disk(path: object, mounted: mounted)
            return
        case .pressure:
            guard let object, ResourcePlugin.pressures.contains(object) else {
                throw CheckSetupError(
                    "check \(definition.name): expected cpu, io or memory, as in: resource pressure memory"
                )
            }
            self = .pressure(object)
        case .memory: self = .memory
        case .load: self = .load
        case nil:
            throw CheckSetupError(
                "check \(definition.name): expected disk, memory, load or pressure, as in: resource memory"
            )
        }
        guard !mounted else {
            throw CheckSetupError("check \(definition.name): mounted belongs to resource disk: remove it")
        }
        if case .pressure = self { return }
        guard words.count == 1 else {
            throw CheckSetupError("check \(definition.name): nothing may follow resource \(words[0]): remove the rest")
        }
    }

    /// For summaries.
    var name: String {
        switch self {
        case .disk(let path, _): path
        case .memory: "memory"
        case .load: "load"
        case .pressure(let subject): "\(subject) pressure"
        }
    }

    /// How much is in use now; a disk may take as long as its file system likes.
    func use() throws(ResourceUse.Failure) -> ResourceUse {
        switch self {
        case .disk(let path, let mounted): try ResourceUse.disk(at: path, mounted: mounted)
        case .memory: try Self.read("/proc/meminfo") { ResourceUse.memory($0) }
        case .load:
            try Self.read("/proc/loadavg") { ResourceUse.load($0, processors: sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
        case .pressure(let subject):
            try Self.read("/proc/pressure/\(subject)") { ResourceUse.pressure($0, subject: subject) }
        }
    }

    private static func read(
        _ path: String,
        _ parse: (String) -> ResourceUse?
    ) throws(ResourceUse.Failure) -> ResourceUse {
        switch FileFacts.look(at: path, content: 65536) {
        case .failure(.missing): throw .failed(path, ENOENT)
        case .failure(.failed(let number, _)): throw .failed(path, number)
        case .success(let facts):
            guard let use = parse(String(decoding: facts.content ?? [], as: UTF8.self)) else { throw .strange(path) }
            return use
        }
    }
}
