import Failover
import Glibc
import LinuxIO

/// What is to be put back on the host, in a file beside the control socket: if every process of the agent is killed, the
/// next one still knows what the host had before. After a reboot there is nothing to put back, and `/run` is empty.
struct HostRecord {
    private let path: String
    private(set) var changes: HostChanges

    /// Reads what is there; a line that is none is passed over.
    init(path: String) {
        self.path = path
        self.changes = HostChanges(text: Self.read(path))
    }

    /// Whoever is killed while writing leaves the file as it was.
    mutating func replace(with changes: HostChanges) throws(SystemError) {
        guard changes != self.changes else { return }
        self.changes = changes
        guard !changes.isEmpty else {
            unsafe unlink(self.path)
            return
        }
        let next = self.path + ".next"
        // One that is left of a writer that was killed.
        unsafe unlink(next)
        let file = unsafe open(next, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw SystemError(code: errno, call: "open", object: next) }
        let bytes = Array(changes.text.utf8)
        let count = unsafe write(file, bytes, bytes.count)
        let failure = errno
        close(file)
        guard count == bytes.count else {
            unsafe unlink(next)
            throw SystemError(code: count < 0 ? failure : ENOSPC, call: "write", object: next)
        }
        guard unsafe rename(next, self.path) == 0 else {
            throw SystemError(code: errno, call: "rename", object: self.path)
        }
    }

    private static func read(_ path: String) -> String {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < 1 << 20 {
            let count = unsafe Glibc.read(file, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
