import CLinux
import Glibc

/// Listens at a path for connections from this host.
///
/// The socket has its mode from the first moment, whatever the umask. It is removed when this ends, unless another one has
/// taken its place.
package final class UnixListener {
    private let socket: Descriptor
    package let path: String
    private let identity: FileIdentity

    /// Creates the parent directory (0755) if it is missing, and takes the place of a socket nobody listens on any more.
    ///
    /// - Throws: EADDRINUSE if somebody listens there, EEXIST if the path is something else than a socket, ENAMETOOLONG
    ///   for paths over 107 bytes.
    package init(path: String, mode: UInt32 = 0o600) throws(SystemError) {
        try Self.createParent(of: path)
        try Self.clear(path)
        let socket = Descriptor(adopting: try Syscall.check("socket", "AF_UNIX") { clinux_unix_socket() })
        // Linux gives the file the mode of the unbound socket, less the umask; the rest is added once it is there.
        try Syscall.check("fchmod", path) { fchmod(socket.rawValue, mode) }
        let bytes = path.utf8.map { CChar(bitPattern: $0) }
        try Syscall.check("bind", path) { unsafe clinux_bind_unix(socket.rawValue, bytes, bytes.count) }
        guard let identity = FileIdentity(of: path) else { throw .last("lstat", path) }
        try Syscall.check("chmod", path) { unsafe chmod(path, mode) }
        try Syscall.check("listen", path) { listen(socket.rawValue, 16) }
        self.socket = socket
        self.path = path
        self.identity = identity
    }

    deinit {
        if FileIdentity(of: self.path) == self.identity {
            unsafe unlink(self.path)
        }
    }

    package var descriptor: Int32 { self.socket.rawValue }

    /// The next connection, or `nil` if none is waiting (also one that its maker has given up already).
    ///
    /// - Throws: EMFILE and the like; the connection stays in the queue then.
    package func accept() throws(SystemError) -> UnixStream? {
        do {
            return try Syscall.attempt("accept", self.path) { clinux_accept(self.socket.rawValue) }
                .map { UnixStream(adopting: $0) }
        } catch  where error.code == ECONNABORTED {
            return nil
        }
    }

    private static func createParent(of path: String) throws(SystemError) {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        var parent = ""
        for part in path[..<slash].split(separator: "/", omittingEmptySubsequences: true) {
            parent += parent.isEmpty && !path.hasPrefix("/") ? String(part) : "/\(part)"
            do {
                try Syscall.check("mkdir", parent) { unsafe mkdir(parent, 0o755) }
            } catch  where error.code == EEXIST {
                continue
            }
        }
    }

    /// Removes what a dead predecessor left at the path.
    private static func clear(_ path: String) throws(SystemError) {
        guard let found = FileIdentity(of: path) else { return }
        guard found.isSocket else { throw SystemError(code: EEXIST, call: "bind", object: "\(path) (not a socket)") }
        do {
            _ = try UnixStream(connectingTo: path)
        } catch  where error.code == ECONNREFUSED {
            try Syscall.check("unlink", path) { unsafe unlink(path) }
            return
        } catch  where error.code == ENOENT {
            return
        } catch  where error.code == EAGAIN {
            // Its queue is full: somebody is there.
        }
        throw SystemError(code: EADDRINUSE, call: "bind", object: path)
    }
}
