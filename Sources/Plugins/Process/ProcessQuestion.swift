import Checks
import Glibc

/// What a definition asks of processes, before names of users and files of numbers have been looked up.
struct ProcessQuestion: Sendable {
    var name: ProcessName?
    var executable: String?
    var commandLine: RegularExpression?
    var user: String?
    var pidFile: String?
    var controlGroup: String?
    var unit: String?
    var counts: ProcessCounts
    var minimumAge: Duration?

    /// - Throws: What the options lack.
    init(_ options: CheckOptions) throws(CheckSetupError) {
        typealias Option = ProcessPlugin.Option
        if let name = options.arguments.first {
            guard !name.isEmpty else { throw CheckSetupError("expected a program's name, as in: process nginx") }
            guard !name.contains("/") else {
                let last = String(decoding: ProcessName.lastComponent(of: name.utf8), as: UTF8.self)
                throw CheckSetupError("expected a program's name, not a path; write: process \(last)")
            }
            self.name = ProcessName(name)
        }
        self.executable = options.string(Option.executable)
        if let pattern = options.string(Option.commandLine) {
            do throws(OptionError) {
                self.commandLine = try RegularExpression(pattern)
            } catch {
                throw CheckSetupError("option \(Option.commandLine): \(error.message)")
            }
        }
        self.user = options.string(Option.user)
        self.pidFile = options.string(Option.pidFile)
        self.controlGroup = options.string(Option.cgroup)
        self.unit = options.string(Option.unit)
        self.counts = options.integerRanges(Option.count).map(ProcessCounts.init(ranges:)) ?? .atLeastOne
        self.minimumAge = options.duration(Option.minimumAge).flatMap { $0 > .zero ? $0 : nil }
        guard self.name != nil || Option.selecting.contains(where: { options[$0] != nil }) else {
            let others = Option.selecting.joined(separator: ", ")
            throw CheckSetupError("expected a program's name, as in: process nginx; or one of the options \(others)")
        }
    }

    /// The criteria, those that are cheapest to judge first.
    ///
    /// - Parameters:
    ///   - identifier: What ``pidFile`` holds.
    ///   - user: The number of ``user``.
    func criteria(identifier: Int32?, user: UInt32?) -> [ProcessCriterion] {
        var criteria: [ProcessCriterion] = []
        if let identifier, let file = self.pidFile { criteria.append(.identifier(identifier, file: file)) }
        if let name = self.name { criteria.append(.name(name)) }
        if let unit = self.unit { criteria.append(.unit(unit)) }
        if let path = self.controlGroup { criteria.append(.controlGroup(path)) }
        if let user, let name = self.user { criteria.append(.user(user, name: name)) }
        if let path = self.executable { criteria.append(.executable(Self.spellings(of: path))) }
        if let pattern = self.commandLine { criteria.append(.commandLine(pattern)) }
        return criteria
    }

    /// A path as it is written, and without symbolic links if it has any.
    private static func spellings(of path: String) -> [[UInt8]] {
        let written = Array(path.utf8)
        guard let resolved = unsafe realpath(path, nil) else { return [written] }
        defer { unsafe free(resolved) }
        let real = Array(unsafe String(cString: resolved).utf8)
        return real == written ? [written] : [written, real]
    }
}
