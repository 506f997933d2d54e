import CLinux
import Glibc

/// A program under test, run as the agent runs it: in a process group of its own, standard input from `/dev/null`, a
/// clean environment, nothing inherited but its three streams.
struct TestedProgram {
    /// Absolute.
    let path: String
    /// Tells the processes of this test from all others, in whatever group they hide.
    private let mark = "CHECK_CONFORMANCE=\(getpid()).\(UInt64.random(in: 0...UInt64.max))"

    struct Setting {
        var environment: [String: String] = [:]
        var folder = "/"
        /// Run as this user, with no groups; nil = as now.
        var user: uid_t?
    }

    struct Failure: Error {
        var message: String
    }

    init(path: String) {
        self.path = path
    }

    /// Starts the program.
    ///
    /// - Parameter streams: What becomes its standard input, output and error.
    func start(_ arguments: [String], _ setting: Setting, streams: [Int32]) throws(Failure) -> pid_t {
        var words = ["/usr/bin/env", "--chdir=\(setting.folder)", self.path] + arguments
        if let user = setting.user {
            words =
                ["/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups", "--no-new-privs"] + words
        }
        let variables = [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C",
            "CHECK_NAME": "conformance",
        ].merging(setting.environment) { $1 }
        let environment = variables.map { "\($0.key)=\($0.value)" }.sorted() + [self.mark]
        let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        let entries = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer {
            unsafe arguments.forEach { unsafe free($0) }
            unsafe entries.forEach { unsafe free($0) }
        }
        let child = unsafe clinux_spawn(words[0], arguments, entries, streams, [0, 1, 2], 3, SIGKILL, 1)
        guard child > 0 else {
            throw Failure(message: "cannot start \(words[0]): \(unsafe String(cString: strerror(errno)))")
        }
        return child
    }

    /// The processes that this program, or what it started, has left behind; they are killed. What was told to end has
    /// half a second to be gone.
    func endLeftovers() -> [pid_t] {
        var left = self.processes()
        for _ in 0..<25 where !left.isEmpty {
            usleep(20_000)
            left = self.processes()
        }
        for process in left { kill(process, SIGKILL) }
        return left
    }

    private func processes() -> [pid_t] {
        var found: [pid_t] = []
        guard let folder = unsafe opendir("/proc") else { return [] }
        defer { unsafe closedir(folder) }
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { unsafe $0.prefix { $0 != 0 }.map { $0 } }
            guard let process = pid_t(String(decoding: name, as: UTF8.self)), process != getpid(),
                let variables = TextFile.read("/proc/\(process)/environ"),
                variables.split(separator: "\0").contains(Substring(self.mark))
            else { continue }
            found.append(process)
        }
        return found
    }
}
