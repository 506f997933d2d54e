import Checks
import CLinux
import Configuration
import Failover
import Glibc
import LinuxIO
import VRRP

/// Runs `startup_script` or `shutdown_script` and waits for its end, as nothing else is there to do: the router has not
/// begun, or is gone.
struct HostScriptRun {
    let script: HostScript
    let umask: UInt32
    let demandsSafePath: Bool

    /// How it ended.
    enum Ending: Hashable {
        case succeeded
        case failed(String)
    }

    /// Between SIGTERM and SIGKILL.
    private static let grace: Int64 = 2000

    /// nil without a script.
    func run() -> Ending? {
        guard let command = self.script.script else { return nil }
        do {
            return try self.run(command)
        } catch {
            return .failed("did not start: \(error)")
        }
    }

    private func run(_ command: NotifyScript) throws(SystemError) -> Ending {
        var words = command.command
        guard let path = Self.find(words[0]) else { return .failed("did not start: there is no program \(words[0])") }
        var program = path
        words[0] = path
        if let user = command.user, user.user != "root", user.user != "0" {
            let change = Self.arguments(user.user, user.group, user.hasSupplementaryGroups)
            guard let change, let tool = Self.find("setpriv") else {
                return .failed("did not start: there is no user \(user.user), or no program setpriv to become it")
            }
            program = tool
            words = ["setpriv"] + change + ["--"] + words
        } else if self.demandsSafePath, let culprit = Self.unsafeComponent(of: path) {
            return .failed(
                "did not start: enable_script_security: \(culprit) must belong to root and be writable by root only"
            )
        }
        let process = try self.spawn(program, words)
        return try self.wait(for: process)
    }

    private func spawn(_ program: String, _ words: [String]) throws(SystemError) -> ProcessDescriptor {
        let previous = Glibc.umask(mode_t(self.umask))
        defer { _ = Glibc.umask(previous) }
        let hidden = ["IFS=", "LD_PRELOAD=", "LD_LIBRARY_PATH="]
        let null = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard null >= 0 else { throw SystemError(code: errno, call: "open", object: "/dev/null") }
        defer { close(null) }
        return try ChildProcess.spawn(
            program,
            arguments: words,
            environment: ProcessEnvironment.variables.filter { variable in !hidden.contains { variable.hasPrefix($0) }
            },
            // What it says is read where the agent's log is.
            descriptors: [0: null, 1: STDERR_FILENO, 2: STDERR_FILENO],
            newProcessGroup: true
        )
    }

    private func wait(for process: ProcessDescriptor) throws(SystemError) -> Ending {
        if try !self.ends(process, within: self.script.timeout.milliseconds) {
            kill(-process.pid, SIGTERM)
            _ = try self.ends(process, within: Self.grace)
            kill(-process.pid, SIGKILL)
            _ = try process.wait()
            return .failed("was killed: it took longer than \(self.script.timeout.components.seconds) s")
        }
        switch try process.wait() {
        case .exited(0): return .succeeded
        case let exit: return .failed("ended with \(exit)")
        }
    }

    private func ends(_ process: ProcessDescriptor, within milliseconds: Int64) throws(SystemError) -> Bool {
        let end = MonotonicClock.now() + .milliseconds(milliseconds)
        while true {
            let left = (end - MonotonicClock.now()).milliseconds
            var poll = pollfd(fd: process.descriptor, events: Int16(POLLIN), revents: 0)
            let count = unsafe Glibc.poll(&poll, 1, Int32(clamping: max(0, left)))
            if count > 0 { return true }
            guard count == 0 || errno == EINTR else { throw SystemError(code: errno, call: "poll") }
            if left <= 0 { return false }
        }
    }

    /// In PATH, unless it is a path itself.
    private static func find(_ program: String) -> String? {
        if program.contains("/") { return unsafe access(program, X_OK) == 0 ? program : nil }
        let standard = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        let folders = (ProcessEnvironment["PATH"] ?? standard).split(separator: ":")
        return folders.lazy.map { "\($0)/\(program)" }.first { unsafe access($0, X_OK) == 0 }
    }

    /// For setpriv(1); nil where there is no such user.
    private static func arguments(_ user: String, _ group: String?, _ hasAllGroups: Bool) -> [String]? {
        var buffer = [CChar](repeating: 0, count: 16 * 1024)
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        guard unsafe getpwnam_r(user, &entry, &buffer, buffer.count, &found) == 0, unsafe found != nil else {
            return nil
        }
        let number = unsafe "\(entry.pw_uid)"
        let primary = unsafe "\(entry.pw_gid)"
        return ["--reuid", number, "--regid", group ?? primary, hasAllGroups ? "--init-groups" : "--clear-groups"]
    }

    private static func unsafeComponent(of path: String) -> String? {
        var component = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard unsafe clinux_find_unsafe_component(path, &component, component.count) == 1 else { return nil }
        return String(decoding: component.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
