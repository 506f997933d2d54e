import Checks
import Glibc
import LinuxIO

/// Asks a checker of the operator's own which plugins it has, so that checks of them are validated like any other.
enum PluginSurvey {
    private static let patience: Int32 = 5000
    private static let limit = 1 << 20

    /// Why there is no answer.
    struct Failure: Error {
        var message: String
        var fix: String
    }

    static func descriptions(of checker: String) throws(Failure) -> [PluginDescription] {
        let bytes: [UInt8]
        do {
            bytes = try self.output(of: checker)
        } catch {
            throw Failure(
                message: "cannot ask \(checker) for its plugins: \(error)",
                fix: "name a program built with the Checker library, and let the user who runs batond execute it"
            )
        }
        guard let descriptions = try? PluginDescription.decode(bytes), !descriptions.isEmpty else {
            throw Failure(
                message: "\(checker) --describe-plugins wrote no list of plugins",
                fix: "name a program built with the Checker library of this version"
            )
        }
        return descriptions
    }

    private static func output(of checker: String) throws(SystemError) -> [UInt8] {
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0 else { throw SystemError(code: errno, call: "pipe") }
        let reading = Descriptor(adopting: ends[0])
        let process: ProcessDescriptor
        do {
            let writing = Descriptor(adopting: ends[1])
            process = try ChildProcess.spawn(
                checker,
                arguments: ["baton-checker", "--describe-plugins"],
                environment: ProcessEnvironment.variables,
                descriptors: [1: writing.rawValue]
            )
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < self.limit {
            var poll = pollfd(fd: reading.rawValue, events: Int16(POLLIN), revents: 0)
            guard unsafe Glibc.poll(&poll, 1, self.patience) == 1 else { break }
            let count = unsafe read(reading.rawValue, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        // It has said what it was asked, or will not.
        _ = try process.kill(SIGKILL)
        _ = try process.wait()
        return bytes
    }
}
