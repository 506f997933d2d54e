import Glibc

/// The folder of one test, gone when the test is over.
struct FixtureFolder {
    let path: String

    /// Where an agent that runs as root would run a program: below a folder that only root may change. For others,
    /// the folder for temporary files.
    init() throws(FixtureError) {
        let temporary = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        let isRoot = geteuid() == 0
        let base = unsafe isRoot && access("/run", W_OK) == 0 ? "/run" : temporary
        var template = Array("\(base)/baton-test-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else {
            throw FixtureError("cannot make a folder in \(base)", errno: errno)
        }
        self.path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // A check may run as another user.
        unsafe chmod(self.path, 0o755)
    }

    /// Writes a file, whatever was there.
    ///
    /// - Parameter age: How long ago it shall have been changed last.
    func write(_ name: String, _ bytes: [UInt8], mode: UInt16, age: Duration = .zero) throws(FixtureError) {
        let path = "\(self.path)/\(name)"
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FixtureError("cannot write \(path)", errno: errno) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FixtureError("cannot write \(path)", errno: errno) }
            rest = rest.dropFirst(count)
        }
        fchmod(descriptor, mode_t(mode))
        guard age > .zero else { return }
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        now.tv_sec -= Int(age.components.seconds)
        let times = [now, now]
        unsafe times.withUnsafeBufferPointer { _ = unsafe futimens(descriptor, $0.baseAddress) }
    }

    func remove(_ name: String) {
        unsafe unlink("\(self.path)/\(name)")
    }

    func makeLink(_ name: String, to target: String) throws(FixtureError) {
        let path = "\(self.path)/\(name)"
        unsafe unlink(path)
        guard unsafe symlink(target, path) == 0 else { throw FixtureError("cannot make \(path)", errno: errno) }
    }

    func makeFolder(_ name: String) throws(FixtureError) {
        let path = "\(self.path)/\(name)"
        guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw FixtureError("cannot make \(path)", errno: errno)
        }
        unsafe chmod(path, 0o755)
    }

    /// Removes the folder and everything in it; links are not followed.
    func removeAll() {
        Self.removeAll(self.path)
    }

    private static func removeAll(_ path: String) {
        if let directory = unsafe opendir(path) {
            var names: [String] = []
            while let entry = unsafe readdir(directory) {
                let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { unsafe $0.prefix { $0 != 0 }.map { $0 } }
                names.append(String(decoding: name, as: UTF8.self))
            }
            unsafe closedir(directory)
            for name in names where name != "." && name != ".." {
                let child = "\(path)/\(name)"
                var status = stat()
                if unsafe lstat(child, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
                    self.removeAll(child)
                } else {
                    unsafe unlink(child)
                }
            }
        }
        unsafe rmdir(path)
    }
}
