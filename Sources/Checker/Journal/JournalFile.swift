import Configuration
import Glibc

/// The journal as a file, with the ones before it beside it. Of one thread only.
///
/// Lines are appended whole, by one write each batch; a crash can cost the end of the last one. ``sync()`` makes what was
/// written survive the loss of power.
final class JournalFile {
    private let path: String
    private let limit: Int
    private var descriptor: Int32

    struct Failure: Error, Hashable {
        var message: String
    }

    /// Opens or makes it, and the folder it is in.
    init(path: String, megabytes: Int) throws(Failure) {
        self.path = path
        self.limit = megabytes << 20
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            let folder = String(path[..<slash])
            // Whatever the umask is, which is made for other files.
            if unsafe mkdir(folder, 0o755) == 0 {
                unsafe chmod(folder, 0o755)
            } else if errno != EEXIST {
                throw Self.failure("cannot make the folder \(folder)")
            }
        }
        self.descriptor = try Self.open(path)
    }

    deinit { close(self.descriptor) }

    /// Appends them wholly or not at all.
    func append(_ lines: [UInt8]) throws(Failure) {
        var status = stat()
        // Somebody moved or removed it, or this object has, and could not begin another one then.
        if !self.isNamed(&status) {
            self.descriptor = try Self.reopened(self.path, instead: self.descriptor)
            _ = self.isNamed(&status)
        }
        if status.st_size > 0, Int(status.st_size) + lines.count > self.limit { try self.rotate() }
        var rest = lines[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe write(self.descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let failure = Self.failure("cannot write to \(self.path)")
                // Half a line would spoil the next one.
                let end = lseek(self.descriptor, 0, SEEK_END)
                let written = off_t(lines.count - rest.count)
                if written > 0, end >= written { _ = ftruncate(self.descriptor, end - written) }
                throw failure
            }
            rest = rest.dropFirst(count)
        }
    }

    func sync() { _ = fdatasync(self.descriptor) }

    /// Whether the file that is open is the one of this name.
    private func isNamed(_ open: inout stat) -> Bool {
        var named = stat()
        guard unsafe fstat(self.descriptor, &open) == 0, unsafe stat(self.path, &named) == 0 else { return false }
        return open.st_ino == named.st_ino && open.st_dev == named.st_dev
    }

    /// The file becomes number 1, number 1 becomes number 2 and so on; the last one goes.
    private func rotate() throws(Failure) {
        self.sync()
        for number in stride(from: JournalSettings.fileCount - 2, through: 0, by: -1) {
            let from = number == 0 ? self.path : "\(self.path).\(number)"
            guard unsafe rename(from, "\(self.path).\(number + 1)") == 0 || errno == ENOENT else {
                throw Self.failure("cannot rename \(from)")
            }
        }
        self.descriptor = try Self.reopened(self.path, instead: self.descriptor)
    }

    private static func reopened(_ path: String, instead old: Int32) throws(Failure) -> Int32 {
        let opened = try self.open(path)
        close(old)
        return opened
    }

    private static func open(_ path: String) throws(Failure) -> Int32 {
        let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
        let descriptor = unsafe Glibc.open(path, flags, 0o640)
        guard descriptor >= 0 else { throw self.failure("cannot open \(path)") }
        do throws(Failure) {
            try self.prepare(descriptor, path)
        } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private static func prepare(_ descriptor: Int32, _ path: String) throws(Failure) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(message: "\(path) is no regular file; remove it, or name another one with journal PATH")
        }
        // In a folder that others may write to, it may be somebody's who wants to read what goes into it.
        guard status.st_uid == geteuid(), status.st_nlink == 1 else {
            throw Failure(
                message: "\(path) belongs to another user, or has a second name; remove it, or name another one with "
                    + "journal PATH"
            )
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw self.failure("cannot lock \(path)") }
            throw Failure(message: "\(path) is another agent's journal; give each its own with journal PATH")
        }
        if status.st_size == 0 {
            // Whatever the umask is.
            fchmod(descriptor, 0o640)
        } else if status.st_mode & (S_IWGRP | S_IWOTH) != 0 {
            fchmod(descriptor, status.st_mode & ~(S_IWGRP | S_IWOTH))
        }
        var last: UInt8 = 0
        // The end of a line that a crash has cut is not to swallow the next one.
        if status.st_size > 0, unsafe pread(descriptor, &last, 1, status.st_size - 1) == 1, last != UInt8(ascii: "\n") {
            var end = UInt8(ascii: "\n")
            _ = unsafe write(descriptor, &end, 1)
        }
    }

    private static func failure(_ what: String) -> Failure {
        Failure(message: "\(what): \(unsafe String(cString: strerror(errno)))")
    }
}
