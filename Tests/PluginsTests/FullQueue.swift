import Glibc

/// A listener whose queue is full: the kernel answers no further connection attempt.
final class FullQueue {
    private let server: LocalServer
    private var fillers: [Int32] = []

    var port: UInt16 { self.server.port }

    init() throws {
        self.server = try LocalServer(.silent, backlog: 0)
        for _ in 0..<4 {
            let filler = socket(
                AF_INET,
                Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue),
                0
            )
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            address.sin_port = self.server.port.bigEndian
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = connect(filler, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            self.fillers.append(filler)
        }
    }

    deinit {
        for filler in self.fillers { close(filler) }
    }
}
