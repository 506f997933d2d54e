import Configuration
import Failover
import Glibc
import LinuxIO
import VRRP

/// What is in maintenance, in a file beside the journal: it holds after a restart of the agent and of the host.
struct MaintenanceRecord {
    private(set) var path: String
    private(set) var list = MaintenanceList()

    /// Where it stands for a journal that stands there; without one, where the journal would be by default.
    static func path(_ journal: JournalSettings) -> String {
        (journal.path ?? JournalSettings.defaultPath) + ".maintenance"
    }

    /// Nothing is read yet.
    init(path: String) {
        self.path = path
    }

    /// Reads what is there, also what has ended meanwhile: the node tells of its end. What is none of ours is put aside, under a name that ends in `.damaged`.
    ///
    /// - Returns: What is wrong with the file, and what to do; nil = nothing, or there is no file.
    mutating func read() -> String? {
        self.list = MaintenanceList()
        let file = unsafe open(self.path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else {
            return errno == ENOENT || errno == ENOTDIR
                ? nil : self.putAside(SystemError(code: errno, call: "open").description)
        }
        defer { close(file) }
        if let problem = Self.problem(of: file) { return self.putAside(problem) }
        do throws(MaintenanceList.TextError) {
            self.list = try MaintenanceList(parsing: Self.content(of: file))
            return nil
        } catch {
            return self.putAside(error.description)
        }
    }

    /// A journal that has another place has taken this file's place along: what an earlier one says does not hold.
    ///
    /// - Parameter usual: Where it stands by default.
    func warning(ofFileAt usual: String) -> String? {
        var status = stat()
        guard usual != self.path, unsafe lstat(usual, &status) == 0 else { return nil }
        return
            "\(usual) says what is in maintenance where the journal has its default place; here \(self.path) counts, and "
            + "what that other file says does not hold: where it should, say so again with baton maintenance on, and remove it"
    }

    private func putAside(_ reason: String) -> String {
        let aside = self.path + ".damaged"
        let place =
            unsafe rename(self.path, aside) == 0
            ? "it is kept as \(aside)" : "it cannot be renamed to \(aside): \(unsafe String(cString: strerror(errno)))"
        return "\(self.path) does not say what is in maintenance: \(reason); \(place), and every instance competes: "
            + "where one should not, say so again with baton maintenance on"
    }

    /// Whoever can write to the file decides what competes.
    private static func problem(of file: Int32) -> String? {
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { return "\(SystemError(code: errno, call: "fstat"))" }
        guard status.st_mode & S_IFMT == S_IFREG else { return "it is no regular file" }
        guard status.st_uid == geteuid() else { return "it belongs to uid \(status.st_uid), expected \(geteuid())" }
        guard status.st_mode & 0o022 == 0 else { return "others may write to it; expected mode 0600" }
        return nil
    }

    private static func content(of file: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= MaintenanceList.sizeLimit {
            let count = unsafe Glibc.read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    /// Keeps it; after this call also the loss of power does not undo it. What is in force changes whether it can be kept or
    /// not.
    mutating func replace(with list: MaintenanceList) throws(SystemError) {
        self.list = list
        guard !list.isEmpty else {
            guard unsafe unlink(self.path) == 0 || errno == ENOENT || errno == ENOTDIR else {
                throw SystemError(code: errno, call: "unlink", object: self.path)
            }
            try self.syncFolder()
            return
        }
        try self.makeFolder()
        let next = self.path + ".next"
        // One that is left of a writer that was killed.
        unsafe unlink(next)
        let file = unsafe open(next, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw SystemError(code: errno, call: "open", object: next) }
        do throws(SystemError) {
            defer { close(file) }
            try Self.write(Array(list.text.utf8), to: file, next)
            guard unsafe rename(next, self.path) == 0 else {
                throw SystemError(code: errno, call: "rename", object: self.path)
            }
        } catch {
            unsafe unlink(next)
            throw error
        }
        try self.syncFolder()
    }

    private static func write(_ bytes: [UInt8], to file: Int32, _ path: String) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemError(code: count < 0 ? errno : ENOSPC, call: "write", object: path) }
            rest = rest.dropFirst(count)
        }
        guard fchmod(file, 0o600) == 0 else { throw SystemError(code: errno, call: "fchmod", object: path) }
        guard fsync(file) == 0 else { throw SystemError(code: errno, call: "fsync", object: path) }
    }

    private var folder: String {
        let end = self.path.lastIndex(of: "/") ?? self.path.startIndex
        return end == self.path.startIndex ? (self.path.hasPrefix("/") ? "/" : ".") : String(self.path[..<end])
    }

    /// As the journal makes it.
    private func makeFolder() throws(SystemError) {
        if unsafe mkdir(self.folder, 0o755) == 0 {
            unsafe chmod(self.folder, 0o755)
        } else if errno != EEXIST {
            throw SystemError(code: errno, call: "mkdir", object: self.folder)
        }
    }

    private func syncFolder() throws(SystemError) {
        let folder = unsafe open(self.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else {
            guard errno == ENOENT || errno == ENOTDIR else {
                throw SystemError(code: errno, call: "open", object: self.folder)
            }
            return
        }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw SystemError(code: errno, call: "fsync", object: self.folder) }
    }

    /// The same in another place, as a reload may have it.
    mutating func move(to path: String) throws(SystemError) {
        guard path != self.path else { return }
        let old = self
        self.path = path
        if !self.list.isEmpty { try self.replace(with: self.list) }
        unsafe unlink(old.path)
    }
}
