import Glibc

/// Reads `/proc`. Every answer is a moment's: a process may be gone when the caller looks at it.
struct ProcFilesystem: Sendable {
    /// For tests; `/proc`.
    let root: String

    init(root: String = "/proc") {
        self.root = root
    }

    /// Why the table could not be read.
    struct Failure: Error, Hashable {
        var message: String
    }

    /// All processes this one may see, its own included.
    func processes() throws(Failure) -> [ProcessEntry] {
        guard let directory = unsafe opendir(self.root) else {
            throw Failure(message: "cannot read \(self.root): \(Self.text(errno))")
        }
        defer { unsafe closedir(directory) }
        let descriptor = unsafe dirfd(directory)
        var entries: [ProcessEntry] = []
        var buffer = [UInt8](repeating: 0, count: 1024)
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            guard let first = name.utf8.first, first >= UInt8(ascii: "1"), first <= UInt8(ascii: "9") else { continue }
            guard let count = Self.read("\(name)/stat", in: descriptor, into: &buffer),
                let process = ProcessEntry(stat: buffer, count: count)
            else { continue }
            entries.append(process)
        }
        return entries
    }

    /// The process of this identifier as it is now; nil if there is none.
    func process(_ identifier: Int32) -> ProcessEntry? {
        var buffer = [UInt8](repeating: 0, count: 1024)
        return Self.read("\(self.root)/\(identifier)/stat", in: AT_FDCWD, into: &buffer).flatMap {
            ProcessEntry(stat: buffer, count: $0)
        }
    }

    /// Reads a whole file of a process, at most `limit` bytes of it.
    func contents(_ name: StaticString, of identifier: Int32, limit: Int) -> ProcessFact<[UInt8]> {
        let descriptor = unsafe open("\(self.root)/\(identifier)/\(name)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return Self.absence(errno) }
        defer { close(descriptor) }
        var contents: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while contents.count < limit {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 { return Self.absence(errno) }
            guard count > 0 else { break }
            contents += buffer.prefix(min(count, limit - contents.count))
            // The kernel gives all it has, as far as it fits.
            guard count == buffer.count else { break }
        }
        return .known(contents)
    }

    /// Where the link of a process's program leads, without the kernel's mark for a file that is there no more.
    func executable(of identifier: Int32) -> ProcessFact<[UInt8]> {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe readlink(
                "\(self.root)/\(identifier)/exe",
                bytes.bindMemory(to: CChar.self).baseAddress.unsafelyUnwrapped,
                bytes.count
            )
        }
        guard count > 0 else { return Self.absence(errno) }
        var path = Array(buffer.prefix(count))
        let deleted = Array(" (deleted)".utf8)
        if path.suffix(deleted.count).elementsEqual(deleted) {
            path.removeLast(deleted.count)
        }
        return .known(path)
    }

    private static func absence<Value>(_ number: Int32) -> ProcessFact<Value> {
        number == EACCES || number == EPERM ? .denied : .gone
    }

    /// How many bytes were read; nil where there are none.
    private static func read(_ path: String, in directory: Int32, into buffer: inout [UInt8]) -> Int? {
        let descriptor = unsafe openat(directory, path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
        return count > 0 ? count : nil
    }

    private static func text(_ number: Int32) -> String {
        unsafe String(cString: strerror(number))
    }
}
