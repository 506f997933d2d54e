import Glibc

/// What a look at a path found.
struct FileFacts: Hashable, Sendable {
    var device: UInt64
    var inode: UInt64
    var isRegular: Bool
    /// What it is, in a word: `file`, `directory`, `pipe`…
    var type: String
    /// Bytes.
    var size: Int
    /// Of the last write, by the wall clock.
    var modified: Timestamp
    var changed: Timestamp
    /// At most as many bytes as were asked for; nil if none were.
    var content: [UInt8]?

    struct Timestamp: Hashable, Sendable {
        var seconds: Int
        var nanoseconds: Int

        static func now() -> Timestamp {
            var time = timespec()
            unsafe clock_gettime(CLOCK_REALTIME, &time)
            return Timestamp(seconds: time.tv_sec, nanoseconds: time.tv_nsec)
        }

        /// Less than zero if `earlier` is later.
        func since(_ earlier: Timestamp) -> Duration {
            .seconds(self.seconds &- earlier.seconds) + .nanoseconds(self.nanoseconds - earlier.nanoseconds)
        }
    }

    /// Why there is nothing to tell.
    enum Failure: Error, Hashable, Sendable {
        /// Nothing is there.
        case missing
        /// The error number, and what was tried.
        case failed(Int32, String)
    }
}

extension FileFacts {
    /// Looks at a path; may block as long as its file system does.
    ///
    /// - Parameter limit: Bytes of content to read; 0 = none.
    static func look(at path: String, content limit: Int = 0) -> Result<FileFacts, Failure> {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return .failure(Self.failure(errno, "look at")) }
        guard limit > 0 else { return .success(FileFacts(status)) }
        guard status.st_mode & S_IFMT == S_IFREG else { return .success(FileFacts(status)) }
        // Not to block on what has taken the file's place meanwhile, such as a pipe.
        let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(Self.failure(errno, "open")) }
        defer { close(descriptor) }
        guard unsafe fstat(descriptor, &status) == 0 else { return .failure(Self.failure(errno, "look at")) }
        var facts = FileFacts(status)
        guard facts.isRegular else { return .success(facts) }
        // /proc and /sys tell no size, so reading goes on to the end.
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(limit, 65536))
        while content.count < limit {
            let wanted = min(buffer.count, limit - content.count)
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, wanted) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return .failure(Self.failure(errno, "read")) }
            guard count > 0 else { break }
            content += buffer[..<count]
        }
        facts.content = content
        return .success(facts)
    }

    private init(_ status: stat) {
        self.device = UInt64(status.st_dev)
        self.inode = UInt64(status.st_ino)
        self.isRegular = status.st_mode & S_IFMT == S_IFREG
        self.type = Self.type(status.st_mode)
        self.size = Int(status.st_size)
        self.modified = Timestamp(seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
        self.changed = Timestamp(seconds: status.st_ctim.tv_sec, nanoseconds: status.st_ctim.tv_nsec)
    }

    private static func type(_ mode: mode_t) -> String {
        switch mode & S_IFMT {
        case S_IFREG: "file"
        case S_IFDIR: "directory"
        case S_IFIFO: "pipe"
        case S_IFSOCK: "socket"
        default: "device"
        }
    }

    private static func failure(_ number: Int32, _ call: String) -> Failure {
        number == ENOENT || number == ENOTDIR ? .missing : .failed(number, call)
    }
}
