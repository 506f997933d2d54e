import Glibc

/// Puts a file in the place of another, whole or not at all, also in a folder where others may write.
///
/// The bytes go into a new file of an unguessable name, which is opened only if it is new and no link; then it takes the
/// place. A symbolic link that somebody has planted there is replaced, and what it points to is left alone; who has the
/// old file open keeps the old file. On any failure what was there stays as it was.
package enum FileReplacement {
    /// - Parameters:
    ///   - path: absolute.
    ///   - mode: of the file, whatever the process's umask is.
    /// - Throws: what `open`, `write` or `rename` failed with; ENOENT names the folder.
    package static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o600) throws(SystemError) {
        guard let slash = path.lastIndex(of: "/") else { throw SystemError(code: EINVAL, call: "open", object: path) }
        let name = String(path[path.index(after: slash)...])
        let parent = slash == path.startIndex ? "/" : String(path[..<slash])
        let folder = Descriptor(
            adopting: try Syscall.check("open", parent) {
                unsafe open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            }
        )
        var temporary = ""
        let file = Descriptor(
            adopting: try Syscall.check("open", path) { self.create(in: folder.rawValue, for: name, named: &temporary) }
        )
        do throws(SystemError) {
            try self.fill(file.rawValue, with: bytes, path: path, mode: mode)
            try Syscall.check("rename", path) {
                unsafe renameat(folder.rawValue, temporary, folder.rawValue, name)
            }
        } catch {
            unsafe unlinkat(folder.rawValue, temporary, 0)
            throw error
        }
    }

    /// - Returns: A descriptor; -1 and errno on failure.
    private static func create(in folder: Int32, for name: String, named temporary: inout String) -> Int32 {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        var file: Int32 = -1
        for _ in 0..<16 {
            // Hidden, so that programs that tidy up behind `keepalived.json*` leave it alone.
            temporary = ".\(name).\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
            file = unsafe openat(folder, temporary, flags, 0o600)
            guard file < 0, errno == EEXIST else { break }
        }
        return file
    }

    private static func fill(
        _ file: Int32,
        with bytes: [UInt8],
        path: String,
        mode: UInt32
    ) throws(SystemError) {
        try Syscall.check("fchmod", path) { fchmod(file, mode) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = try Syscall.check("write", path) {
                unsafe rest.withUnsafeBytes { bytes in unsafe Glibc.write(file, bytes.baseAddress, bytes.count) }
            }
            guard written > 0 else { throw SystemError(code: ENOSPC, call: "write", object: path) }
            rest = rest.dropFirst(written)
        }
    }
}
