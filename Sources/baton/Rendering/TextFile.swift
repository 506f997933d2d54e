import ArgumentParser
import Glibc

/// Files of text that commands write and compare.
enum TextFile {
    /// nil where it cannot be read.
    static func read(_ path: String) -> String? {
        self.bytes(of: path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// nil where it cannot be read.
    static func bytes(of path: String) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return bytes
    }

    /// Writes a whole file; says on standard error why it cannot.
    ///
    /// - Parameter replaces: Whether a file that is there already makes way.
    /// - Throws: Exit code 73.
    static func write(_ text: String, to path: String, mode: mode_t = 0o644, replaces: Bool = true) throws {
        try self.write(Array(text.utf8), to: path, mode: mode, replaces: replaces)
    }

    /// The same of bytes, whatever their encoding.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o644, replaces: Bool = true) throws {
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (replaces ? O_TRUNC : O_EXCL)
        let descriptor = unsafe open(path, flags, 0o600)
        guard descriptor >= 0 else {
            StandardError.print("baton: cannot write \(path): \(unsafe String(cString: strerror(errno)))")
            throw ExitCode(EX_CANTCREAT)
        }
        defer { close(descriptor) }
        fchmod(descriptor, mode)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                StandardError.print("baton: cannot write \(path): \(unsafe String(cString: strerror(errno)))")
                throw ExitCode(EX_CANTCREAT)
            }
            rest = rest.dropFirst(count)
        }
    }
}
