import Glibc

/// A directory that goes with everything in it.
final class TemporaryDirectory: Sendable {
    let path: String

    struct Failure: Error {
        var number: Int32
    }

    init() throws {
        var template = Array("/tmp/plugins-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(number: errno) }
        self.path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        Self.remove(self.path)
    }

    /// Writes a file and answers its path.
    @discardableResult
    func write(_ name: String, _ text: String, mode: mode_t = 0o644) throws -> String {
        let path = "\(self.path)/\(name)"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(number: errno) }
        var bytes = Array(text.utf8)
        let count = Glibc.write(descriptor, &bytes, bytes.count)
        fchmod(descriptor, mode)
        close(descriptor)
        guard count == bytes.count else { throw Failure(number: errno) }
        return path
    }

    /// What stands in a file; nil if it is not there.
    func read(_ name: String) -> String? {
        let descriptor = open("\(self.path)/\(name)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        return count >= 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
    }

    private static func remove(_ path: String) {
        if let directory = opendir(path) {
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { self.remove("\(path)/\(name)") }
            }
            closedir(directory)
        }
        Glibc.remove(path)
    }
}
