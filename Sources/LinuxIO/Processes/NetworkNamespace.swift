import CLinux
import Glibc

/// The network a process sees.
package enum NetworkNamespace {
    /// Where `ip netns` keeps its names.
    private static let folders = ["/run/netns", "/var/run/netns"]

    /// Enters the namespace of this name: the calling thread, and every process and thread it starts from then on.
    ///
    /// - Throws: ENOENT without such a name; EPERM without the privilege.
    package static func enter(_ name: String) throws(SystemError) {
        var failure = SystemError(code: ENOENT, call: "open", object: "\(self.folders[0])/\(name)")
        for folder in self.folders {
            do {
                try self.enter(path: "\(folder)/\(name)")
                return
            } catch {
                if failure.code == ENOENT { failure = error }
            }
        }
        throw failure
    }

    private static func enter(path: String) throws(SystemError) {
        let namespace = Descriptor(
            adopting: try Syscall.check("open", path) { unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC) }
        )
        try Syscall.check("setns", path) { clinux_enter_network(namespace.rawValue) }
    }
}
