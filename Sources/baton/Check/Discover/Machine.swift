import Glibc

/// What this machine runs, as far as this user may see it.
struct Machine: Sendable {
    var services: [Service]
    /// Units of type service that are running; nil where systemd cannot be asked.
    var units: [String]?
    /// Whether there are listening sockets whose owners may not be seen.
    var isPartial: Bool

    /// Looks at `/proc`; asks nobody, connects nowhere.
    static func inspect(root: String = "/proc") -> Machine {
        let sockets = ["net/tcp", "net/tcp6"].flatMap { name in
            SocketTable.listening(in: Self.text("\(root)/\(name)") ?? "")
        }
        let owners = SocketOwners.find(Set(sockets.map(\.inode)), root: root)
        var grouped: [String: Service] = [:]
        var order: [String] = []
        for socket in sockets.sorted(by: { ($0.port, $0.isIPv6 ? 1 : 0) < ($1.port, $1.isIPv6 ? 1 : 0) }) {
            let owner = owners[socket.inode]
            let key = owner?.program ?? "port \(socket.port)"
            if grouped[key] == nil {
                order.append(key)
                grouped[key] = Service(
                    program: owner?.program,
                    executable: owner?.executable,
                    unit: owner?.unit,
                    sockets: []
                )
            }
            grouped[key]?.sockets.append(socket)
        }
        let services = order.compactMap { grouped[$0] }
        return Machine(services: services, units: nil, isPartial: services.contains { $0.program == nil })
    }

    /// Files of `/proc` have no size; nil when unreadable.
    static func text(_ path: String, limit: Int = 4 << 20) -> String? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while bytes.count < limit {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
