import Glibc
import LinuxIO

/// `reload_file`: a file that is there, and empty, while the configuration is read. Whoever changes files puts it there
/// first, asks for a reload, and goes on when it is gone.
struct ReloadMarker {
    let path: String

    /// Makes it, or empties the one that is there.
    func put() throws(SystemError) {
        if let slash = self.path.lastIndex(of: "/"), slash > self.path.startIndex {
            // Of the default path; where another is given, only its last folder can be missing.
            unsafe mkdir(String(self.path[..<slash]), 0o755)
        }
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        let file = unsafe open(self.path, flags, 0o644)
        guard file >= 0 else { throw SystemError(code: errno, call: "open", object: self.path) }
        close(file)
    }

    func remove() {
        unsafe unlink(self.path)
    }
}
