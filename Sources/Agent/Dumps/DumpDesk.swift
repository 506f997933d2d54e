import Configuration
import LinuxIO
import VRRP

/// Where the supervisor keeps what is to be written into files, until a process of its own has done so: a disk that does
/// not answer holds up that process and nobody else.
struct DumpDesk {
    /// What the configuration in force says of the files.
    var settings: DumpSettings
    /// What `data_use_instance` puts into their names.
    var labels: [String]
    /// What has come of a file that is not there whole yet.
    private var parts: [DumpFile: [UInt8]] = [:]
    /// What waits for its turn; of one file the newest alone.
    private var waiting: [Order] = []
    private(set) var writer: Writer?

    struct Order {
        var file: DumpFile
        /// nil = the process that writes has to make it.
        var text: [UInt8]?
    }

    struct Writer {
        var process: ProcessDescriptor
        var path: String
        var startedAt: Instant
        var hasBeenWarnedOf = false
    }

    /// - Parameter namespace: `-s`; nil = the one the configuration names. Neither it nor the instance changes while the
    ///   agent runs.
    init(_ configuration: AgentConfiguration, namespace: String? = nil) {
        let global = configuration.global
        self.settings = global.dumps
        self.labels = [namespace ?? global.links.networkNamespace, global.processes.instance].compactMap { $0 }
    }

    /// Takes the settings of another configuration.
    mutating func adopt(_ configuration: AgentConfiguration) {
        self.settings = configuration.global.dumps
    }

    /// The router that had begun to send them is gone.
    mutating func dropParts() {
        self.parts = [:]
    }

    /// Takes a piece of a file.
    ///
    /// - Returns: The whole of it with the last piece.
    mutating func take(_ part: [UInt8], of file: DumpFile, isLast: Bool) -> [UInt8]? {
        self.parts[file, default: []] += part
        return isLast ? self.parts.removeValue(forKey: file) : nil
    }

    mutating func add(_ order: Order) {
        self.waiting.removeAll { $0.file == order.file }
        self.waiting.append(order)
    }

    /// The next to be written; nil while another one is, or without any.
    mutating func next() -> Order? {
        self.writer == nil && !self.waiting.isEmpty ? self.waiting.removeFirst() : nil
    }

    mutating func began(_ process: ProcessDescriptor, path: String, at now: Instant) {
        self.writer = Writer(process: process, path: path, startedAt: now)
    }

    mutating func ended() {
        self.writer = nil
    }

    /// The path of a file that has been written for longer than it may take while others wait; told once.
    mutating func overdue(at now: Instant) -> String? {
        guard let writer = self.writer, !writer.hasBeenWarnedOf, !self.waiting.isEmpty,
            now - writer.startedAt > .seconds(5)
        else { return nil }
        self.writer?.hasBeenWarnedOf = true
        return writer.path
    }
}
