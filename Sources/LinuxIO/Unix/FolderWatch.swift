import CLinux
import Glibc

/// Tells that something has changed in a folder: entries made, removed, renamed or closed after writing.
package final class FolderWatch {
    private let inotify: Descriptor

    /// - Throws: ENOENT or ENOTDIR where there is no such folder, EACCES where it may not be read.
    package init(_ path: String) throws(SystemError) {
        self.inotify = Descriptor(adopting: try Syscall.check("inotify_init1") { clinux_inotify_create() })
        try Syscall.check("fcntl", path) { fcntl(self.inotify.rawValue, F_SETFL, O_NONBLOCK) }
        try Syscall.check("inotify_add_watch", path) {
            unsafe clinux_inotify_watch_directory(self.inotify.rawValue, path)
        }
    }

    /// Readable after a change, until ``acknowledge()``.
    package var descriptor: Int32 { self.inotify.rawValue }

    package func acknowledge() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while unsafe read(self.inotify.rawValue, &buffer, buffer.count) > 0 {}
    }
}
