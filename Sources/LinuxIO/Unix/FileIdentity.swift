import Glibc

/// Which file a path names at the moment.
struct FileIdentity: Equatable {
    private let device: UInt64
    private let inode: UInt64
    let isSocket: Bool

    /// `nil` if there is nothing, or no permission to look. Symbolic links are not followed.
    init?(of path: String) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return nil }
        self.device = UInt64(status.st_dev)
        self.inode = UInt64(status.st_ino)
        self.isSocket = status.st_mode & S_IFMT == S_IFSOCK
    }
}
