/// What is known of one process besides its line in the table: each part is read when a check first asks for it, and
/// then serves every other check of the same moment.
struct ProcessAttributes {
    private let identifier: Int32
    private let files: ProcFilesystem
    private var readArguments: ProcessFact<[UInt8]>?
    private var readExecutable: ProcessFact<[UInt8]>?
    private var readUser: ProcessFact<UInt32>?
    private var readGroups: ProcessFact<[String]>?

    /// Bytes of a command line that are looked at; Java's are long.
    static let commandLineLimit = 128 * 1024

    init(of identifier: Int32, files: ProcFilesystem) {
        self.identifier = identifier
        self.files = files
    }

    /// The arguments, the program's name first; none where the process has overwritten them with nothing.
    mutating func arguments() -> ProcessFact<[[UInt8]]> {
        switch self.rawArguments() {
        case .known(let bytes): .known(Self.arguments(in: bytes))
        case .denied: .denied
        case .gone: .gone
        }
    }

    /// The first argument; nil where there is none that can be read.
    mutating func firstArgument() -> ArraySlice<UInt8>? {
        guard case .known(let bytes) = self.rawArguments(), !bytes.isEmpty else { return nil }
        return bytes.prefix { $0 != 0 }
    }

    /// The arguments joined by single spaces.
    mutating func commandLine() -> ProcessFact<[UInt8]> {
        switch self.rawArguments() {
        case .known(let bytes):
            .known((bytes.last == 0 ? bytes.dropLast() : bytes[...]).map { $0 == 0 ? UInt8(ascii: " ") : $0 })
        case .denied: .denied
        case .gone: .gone
        }
    }

    private mutating func rawArguments() -> ProcessFact<[UInt8]> {
        if let known = self.readArguments { return known }
        let read = self.files.contents("cmdline", of: self.identifier, limit: Self.commandLineLimit)
        self.readArguments = read
        return read
    }

    /// The program's file.
    mutating func executable() -> ProcessFact<[UInt8]> {
        if let known = self.readExecutable { return known }
        let read = self.files.executable(of: self.identifier)
        self.readExecutable = read
        return read
    }

    /// The effective user, whose rights the process has.
    mutating func user() -> ProcessFact<UInt32> {
        if let known = self.readUser { return known }
        let read: ProcessFact<UInt32> =
            switch self.files.contents("status", of: self.identifier, limit: 8192) {
            case .known(let bytes): Self.effectiveUser(in: bytes).map { .known($0) } ?? .gone
            case .denied: .denied
            case .gone: .gone
            }
        self.readUser = read
        return read
    }

    /// The control groups, one of each hierarchy.
    mutating func controlGroups() -> ProcessFact<[String]> {
        if let known = self.readGroups { return known }
        let read: ProcessFact<[String]> =
            switch self.files.contents("cgroup", of: self.identifier, limit: 16384) {
            case .known(let bytes): .known(Self.controlGroups(in: bytes))
            case .denied: .denied
            case .gone: .gone
            }
        self.readGroups = read
        return read
    }

    /// The last parts of the first argument, the second argument and the program's path, as far as they can be read.
    mutating func programNames() -> [[UInt8]] {
        var names: [[UInt8]] = []
        if case .known(let arguments) = self.arguments() {
            names = arguments.prefix(2).map { ProcessName.lastComponent(of: $0) }
        }
        if case .known(let path) = self.executable() {
            names.append(ProcessName.lastComponent(of: path))
        }
        return names
    }

    /// Each argument ends with a zero byte, unless the process has written over them.
    static func arguments(in bytes: [UInt8]) -> [[UInt8]] {
        let bytes = bytes.last == 0 ? bytes.dropLast() : bytes[...]
        return bytes.isEmpty ? [] : bytes.split(separator: 0, omittingEmptySubsequences: false).map(Array.init)
    }

    /// The second number of the line `Uid:` (proc_pid_status(5)).
    static func effectiveUser(in bytes: [UInt8]) -> UInt32? {
        let label = Array("Uid:".utf8)
        guard let line = bytes.split(separator: UInt8(ascii: "\n")).first(where: { $0.starts(with: label) }) else {
            return nil
        }
        let numbers = line.dropFirst(label.count).split { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: " ") }
        return numbers.count > 1 ? UInt32(decimal: numbers[1]) : nil
    }

    /// The paths of lines such as `0::/system.slice/nginx.service` or `4:memory:/a` (cgroups(7)).
    static func controlGroups(in bytes: [UInt8]) -> [String] {
        bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let fields = line.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
            return fields.count == 3 ? String(decoding: fields[2], as: UTF8.self) : nil
        }
    }
}
