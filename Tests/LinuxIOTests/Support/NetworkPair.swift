import CLinux
import Glibc
import LinuxIO
import VRRP

/// Two network namespaces joined by a pair of virtual Ethernet links, `left0` (203.0.113.1/24) and `right0`
/// (203.0.113.2/24), both up. Everything is gone once this and all sockets made in it are.
///
/// A thread changes namespaces alone, and a synchronous test stays on its thread; each step puts the thread back.
final class NetworkPair {
    static let leftAddress = IPv4Address(203, 0, 113, 1)
    static let rightAddress = IPv4Address(203, 0, 113, 2)

    private let home: Descriptor
    private let leftNamespace: Descriptor
    private let rightNamespace: Descriptor
    let left: Link
    let right: Link

    init() throws {
        self.home = try Self.currentNamespace()
        let home = self.home.rawValue
        // Without privilege this fails and the thread has gone nowhere.
        self.rightNamespace = try Self.newNamespace()
        defer { Self.enter(home) }
        self.leftNamespace = try Self.newNamespace()
        let (left, right) = (self.leftNamespace.rawValue, self.rightNamespace.rawValue)
        try LinkRequests().addPair("left0", peer: "right0", namespace: right)
        try Self.configure("left0", Self.leftAddress)
        Self.enter(right)
        try Self.configure("right0", Self.rightAddress)
        self.right = try Self.running("right0")
        let rightCapture = try FrameCapture(interfaceIndex: self.right.index)
        let rightSocket = try PacketSocket()
        // Only now that its peer is up as well does this one run.
        Self.enter(left)
        self.left = try Self.running("left0")
        let leftCapture = try FrameCapture(interfaceIndex: self.left.index)
        let leftSocket = try PacketSocket()
        try Self.probe(leftSocket, self.left, rightCapture)
        try Self.probe(rightSocket, self.right, leftCapture)
    }

    /// Sends until something arrives: the kernel calls a new link running up to a second before it gives it a queue, and
    /// drops what is sent meanwhile.
    private static func probe(_ socket: PacketSocket, _ link: Link, _ capture: FrameCapture) throws {
        // An Ethernet type for local experiments (IEEE 802).
        let frame = MACAddress.broadcast.bytes + [2, 0, 0, 0, 0, 1, 0x88, 0xb5] + [UInt8](repeating: 0, count: 46)
        for _ in 0..<200 {
            try socket.send(frame, interfaceIndex: link.index)
            if (try? capture.next(within: .milliseconds(10), where: { $0 == frame })) != nil { return }
        }
        throw TestFailure("nothing sent on \(link.name) arrives")
    }

    func inLeft<Value>(_ body: () throws -> Value) rethrows -> Value {
        Self.enter(self.leftNamespace.rawValue)
        defer { Self.enter(self.home.rawValue) }
        return try body()
    }

    func inRight<Value>(_ body: () throws -> Value) rethrows -> Value {
        Self.enter(self.rightNamespace.rawValue)
        defer { Self.enter(self.home.rawValue) }
        return try body()
    }

    private static func configure(_ name: String, _ address: IPv4Address) throws {
        guard let link = try RouteSocket().links().first(where: { $0.name == name }) else {
            throw TestFailure("no link \(name)")
        }
        try LinkRequests().set(link.index, up: true)
        let address = InterfaceAddress(interfaceIndex: link.index, address: .v4(address), prefixLength: 24)
        guard try RouteSocket().add(address) == .done else { throw TestFailure("cannot set \(address)") }
    }

    /// The link as it is once it runs, or after two seconds.
    private static func running(_ name: String) throws -> Link {
        for _ in 0..<200 {
            if let link = try RouteSocket().links().first(where: { $0.name == name && $0.isRunning }) {
                return link
            }
            usleep(10_000)
        }
        throw TestFailure("\(name) does not run")
    }

    private static func currentNamespace() throws -> Descriptor {
        let descriptor = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw TestFailure("/proc/thread-self/ns/net: error \(errno)") }
        return Descriptor(adopting: descriptor)
    }

    private static func newNamespace() throws -> Descriptor {
        guard clinux_unshare_network() == 0 else { throw TestFailure("unshare: error \(errno); root is needed") }
        return try self.currentNamespace()
    }

    /// A thread that cannot go back would carry other tests into the wrong namespace.
    private static func enter(_ namespace: Int32) {
        precondition(clinux_enter_network(namespace) == 0)
    }
}
