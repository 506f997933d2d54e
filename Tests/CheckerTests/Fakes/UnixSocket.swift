import Glibc

/// Unix stream sockets that wait, as clients of a real server have them.
enum UnixSocket {
    static func make() -> Int32 {
        socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    }

    static func connect(_ descriptor: Int32, to path: String) -> Bool {
        self.withAddress(of: path) { Glibc.connect(descriptor, $0, $1) == 0 }
    }

    static func bind(_ descriptor: Int32, to path: String) -> Bool {
        self.withAddress(of: path) { Glibc.bind(descriptor, $0, $1) == 0 }
    }

    private static func withAddress(of path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
