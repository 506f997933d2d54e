import Failover
import Glibc
import LinuxIO

/// `--record`: a new file for the recording. Passwords are in it, so that it is its owner's alone.
final class RecordingFile {
    let path: String
    let descriptor: Int32

    /// Makes the file. A recording that is there already is moved aside, to the same name with `.1` behind it, where it takes
    /// the place of an earlier one: who is started again by a service manager loses nothing of what led to it.
    ///
    /// - Throws: Where something else is there than a recording of this user, or the file cannot be made.
    init(_ path: String) throws(LaunchError) {
        self.path = path
        let older = path + ".1"
        if try Self.isThere(path) {
            _ = try Self.isThere(older)
            guard unsafe rename(path, older) == 0 else { throw Self.failure(path, "rename") }
        }
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        self.descriptor = unsafe open(path, flags, 0o600)
        guard self.descriptor >= 0 else { throw Self.failure(path, "open") }
        // Whatever the umask.
        fchmod(self.descriptor, 0o600)
        let head = RecordingFormat.head
        guard unsafe pwrite(self.descriptor, head, head.count, 0) == head.count else {
            throw Self.failure(path, "write")
        }
    }

    deinit {
        // Also where its making threw.
        if self.descriptor >= 0 { close(self.descriptor) }
    }

    /// Whether there is an earlier recording, or an empty file.
    private static func isThere(_ path: String) throws(LaunchError) -> Bool {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else {
            if errno == ENOENT { return false }
            throw self.failure(path, "open")
        }
        defer { close(file) }
        var status = stat()
        var start = [UInt8](repeating: 0, count: RecordingFormat.signature.count)
        guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else {
            throw self.refusal(path)
        }
        let count = unsafe pread(file, &start, start.count, 0)
        guard count == 0 || start == RecordingFormat.signature else { throw self.refusal(path) }
        return true
    }

    private static func refusal(_ path: String) -> LaunchError {
        LaunchError("--record \(path): there is something else than a recording; name another file, or move it away")
    }

    private static func failure(_ path: String, _ call: String) -> LaunchError {
        LaunchError(
            "--record \(path): \(SystemError(code: errno, call: call)); "
                + "name a file, and no link, in a folder that exists and may be written"
        )
    }
}
