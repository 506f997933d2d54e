import Checks
import Configuration
import Failover
import Glibc
import LinuxIO

/// `init_file`: makes the files that tracked files begin with. Done before anything looks at them, and on a reload only
/// for those that are new: what an operator wrote into a file since then counts.
enum TrackFileInitialisation {
    /// Whether there is anything to make.
    static func isWanted(by checks: [CheckDefinition]) -> Bool {
        checks.contains { if case .trackFile(.some) = $0.origin { true } else { false } }
    }

    /// - Returns: What could not be made, a sentence each.
    static func perform(for checks: [CheckDefinition], except known: [CheckDefinition]) -> [String] {
        let present = Set(known.map { $0.options.arguments })
        var problems: [String] = []
        for check in checks where !present.contains(check.options.arguments) {
            guard case .trackFile(let initialisation?) = check.origin, let path = check.options.arguments.first else {
                continue
            }
            do {
                try self.write(initialisation, to: path)
            } catch {
                problems.append("track_file \(check.name): cannot make \(path): \(error)")
            }
        }
        return problems
    }

    private static func write(_ initialisation: FileInitialisation, to path: String) throws(SystemError) {
        // Not through a link, and nothing that is there but a file that is meant to be overwritten.
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        let how = initialisation.overwrites ? flags | O_TRUNC : flags | O_EXCL
        let descriptor = unsafe open(path, how, 0o644)
        guard descriptor >= 0 else {
            if errno == EEXIST, !initialisation.overwrites { return }
            throw SystemError(code: errno, call: "open")
        }
        defer { close(descriptor) }
        let bytes = Array("\(initialisation.value)\n".utf8)
        guard unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
            throw SystemError(code: errno, call: "write")
        }
    }
}
