import CLinux
import Glibc

/// A stream socket at a path, for clients of this host.
///
/// Has its mode from the first moment and is removed at the end, unless another one has taken its place.
struct PushListener: ~Copyable {
    /// Why nobody can be listened to: the call, the path, and what the system says.
    struct Failure: Error, Hashable {
        var message: String

        init(_ call: String, _ path: String, _ code: Int32) {
            let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
            self.message = "\(call) \(path): \(reason)"
        }
    }

    private struct Identity: Equatable {
        var device: dev_t
        var inode: ino_t
        var isSocket: Bool

        /// nil if there is nothing. Symbolic links are not followed.
        init?(of path: String) {
            var status = stat()
            guard unsafe lstat(path, &status) == 0 else { return nil }
            self.device = status.st_dev
            self.inode = status.st_ino
            self.isSocket = status.st_mode & S_IFMT == S_IFSOCK
        }
    }

    let descriptor: Int32
    private let path: String
    private let identity: Identity?

    /// Creates the folder of the path (0755) if it is missing, and takes the place of a socket nobody listens on.
    init(path: String) throws(Failure) {
        Self.createFolder(of: path)
        try Self.clear(path)
        let descriptor = clinux_unix_socket()
        guard descriptor >= 0 else { throw Failure("socket", path, errno) }
        let bytes = path.utf8.map { CChar(bitPattern: $0) }
        let isBound =
            unsafe fchmod(descriptor, 0o600) == 0
            && clinux_bind_unix(descriptor, bytes, bytes.count) == 0
            && Glibc.listen(descriptor, 64) == 0
        guard isBound else {
            let code = errno
            close(descriptor)
            throw Failure("bind", path, code)
        }
        self.descriptor = descriptor
        self.path = path
        self.identity = Identity(of: path)
    }

    deinit {
        close(self.descriptor)
        if let identity = self.identity, Identity(of: self.path) == identity { _ = unsafe unlink(self.path) }
    }

    /// The next connection; nil if none is waiting. Others than root and the checker's own user are turned away.
    func accept() -> Int32? {
        while true {
            let client = clinux_accept(self.descriptor)
            guard client >= 0 else { return nil }
            var (process, user, group): (Int32, UInt32, UInt32) = (0, 0, 0)
            // The socket's mode keeps others out already; this holds even if somebody changed it.
            if unsafe clinux_peer_credentials(client, &process, &user, &group) == 0, user == 0 || user == geteuid() {
                return client
            }
            close(client)
        }
    }

    private static func createFolder(of path: String) {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        var folder = ""
        for part in path[..<slash].split(separator: "/") {
            folder += "/\(part)"
            // The checker's umask would keep it from entering its own folder. What is wrong here, bind says better.
            if unsafe mkdir(folder, 0o700) == 0 { _ = unsafe chmod(folder, 0o755) }
        }
    }

    /// Removes what a dead predecessor left at the path.
    private static func clear(_ path: String) throws(Failure) {
        guard let found = Identity(of: path) else { return }
        guard found.isSocket else { throw Failure("bind", "\(path) (not a socket)", EEXIST) }
        let probe = clinux_unix_socket()
        guard probe >= 0 else { throw Failure("socket", path, errno) }
        defer { close(probe) }
        let bytes = path.utf8.map { CChar(bitPattern: $0) }
        guard unsafe clinux_connect_unix(probe, bytes, bytes.count) != 0, errno == ECONNREFUSED else {
            throw Failure("bind", path, EADDRINUSE)
        }
        guard unsafe unlink(path) == 0 else { throw Failure("unlink", path, errno) }
    }
}
