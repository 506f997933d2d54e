import CLinux
import Glibc
import LinuxIO

/// A file with the number of a process in it, for those who start and stop the agent.
final class PIDFile {
    let path: String
    private var descriptor: Int32

    /// Opens it, or takes over the one that a process which is no more has left behind.
    ///
    /// - Parameter refusesLiving: Whether an agent that lives under the number in it, or has locked it, is in the way.
    /// - Throws: Where the file cannot be written, or such an agent runs.
    init(_ path: String, refusesLiving: Bool) throws(LaunchError) {
        self.path = path
        let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
        self.descriptor = unsafe Glibc.open(path, flags, 0o644)
        guard self.descriptor >= 0 else {
            throw LaunchError(
                "cannot write the pid file \(path): \(SystemError(code: errno, call: "open")); "
                    + "name a file in a folder that exists and may be written"
            )
        }
        guard refusesLiving else { return }
        var holder: Int32 = 0
        guard unsafe clinux_lock_file(self.descriptor, &holder) == 0 else {
            throw Self.refusal(path, holder)
        }
        if let number = self.number, number != getpid(), Self.isAgent(number) {
            throw Self.refusal(path, number)
        }
    }

    deinit {
        // Also where its making threw.
        if self.descriptor >= 0 { close(self.descriptor) }
    }

    /// Writes the number. A lock is taken again, as it belongs to the process that took it.
    func write(_ process: Int32) {
        var holder: Int32 = 0
        _ = unsafe clinux_lock_file(self.descriptor, &holder)
        // Where others may read it, whatever the umask.
        fchmod(self.descriptor, 0o644)
        let text = Array("\(process)\n".utf8)
        ftruncate(self.descriptor, 0)
        _ = unsafe pwrite(self.descriptor, text, text.count, 0)
    }

    /// Unless it has become another's.
    func remove() {
        var own = stat()
        var there = stat()
        guard unsafe fstat(self.descriptor, &own) == 0, unsafe lstat(self.path, &there) == 0,
            own.st_dev == there.st_dev, own.st_ino == there.st_ino
        else { return }
        unsafe unlink(self.path)
    }

    private static func refusal(_ path: String, _ process: Int32) -> LaunchError {
        let who = process > 0 ? "process \(process)" : "another process"
        return LaunchError(
            "\(who), which \(path) names, runs; stop it, or give this one another file with --pid, or a name with instance"
        )
    }

    private var number: Int32? {
        var buffer = [UInt8](repeating: 0, count: 32)
        let count = unsafe pread(self.descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return nil }
        let digits = buffer.prefix(count).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return Int32(String(decoding: digits, as: UTF8.self))
    }

    /// Numbers are used again: only a process of such a program is one of those that write such files.
    private static func isAgent(_ process: Int32) -> Bool {
        guard process > 0, kill(process, 0) == 0 || errno == EPERM else { return false }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink("/proc/\(process)/exe", &buffer, buffer.count - 1)
        // The program of another user's process is not told; its name is.
        let path = count > 0 ? String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self) : ""
        let program = path.split(separator: "/").last.map(String.init) ?? Self.name(of: process)
        return program.hasPrefix("batond") || program.hasPrefix("keepalived")
    }

    private static func name(of process: Int32) -> String {
        let file = unsafe Glibc.open("/proc/\(process)/comm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 32)
        let count = unsafe read(file, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
}
