import Glibc

/// A file that is written once, and never over another one.
enum NewFile {
    /// Why nothing was written, and the fix.
    enum Failure: Error, Equatable, CustomStringConvertible {
        case exists(String)
        case system(String, Int32)

        var description: String {
            switch self {
            case .exists(let path): "\(path) exists; it is left as it is: choose another name, or remove it"
            case .system(let path, let number): "cannot write \(path): \(unsafe String(cString: strerror(number)))"
            }
        }
    }

    /// Writes the whole text or leaves nothing. A missing folder is made, its parents are not.
    ///
    /// - Parameter isPrivate: Whether nobody but the owner may read it.
    static func write(_ text: String, to path: String, isPrivate: Bool = false) throws(Failure) {
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            let folder = String(path[..<slash])
            guard unsafe mkdir(folder, 0o755) == 0 || errno == EEXIST else { throw .system(folder, errno) }
        }
        // Readable by the agent, and not executable: configuration that may be executed is refused.
        let descriptor = unsafe open(
            path,
            O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
            isPrivate ? 0o600 : 0o644
        )
        guard descriptor >= 0 else { throw errno == EEXIST ? .exists(path) : .system(path, errno) }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let number = errno
                unsafe unlink(path)
                throw .system(path, number)
            }
            rest = rest.dropFirst(count)
        }
    }
}
