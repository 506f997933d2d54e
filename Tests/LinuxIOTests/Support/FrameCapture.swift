import CLinux
import Glibc
import LinuxIO
import VRRP

/// Hears every frame that arrives at one link.
final class FrameCapture {
    private let socket: Descriptor

    init(interfaceIndex: Int32) throws {
        self.socket = Descriptor(adopting: clinux_packet_socket())
        // sockaddr_ll: family, ETH_P_ALL in network order, interface, and nothing more to bind by.
        var address: [UInt8] = [17, 0, 0, 3]
        address += withUnsafeBytes(of: interfaceIndex) { Array($0) }
        address += [UInt8](repeating: 0, count: 12)
        let bound = address.withUnsafeBytes {
            bind(self.socket.rawValue, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
        }
        guard bound == 0 else { throw TestFailure("bind: error \(errno)") }
    }

    /// The next frame that `matches`.
    func next(within limit: Duration = .seconds(2), where matches: ([UInt8]) -> Bool) throws -> [UInt8] {
        let poller = try Poller()
        try poller.add(self.socket.rawValue, token: 0)
        var buffer = [UInt8](repeating: 0, count: 65536)
        let deadline = MonotonicClock.now() + limit
        while MonotonicClock.now() < deadline {
            let count = clinux_receive(self.socket.rawValue, &buffer, buffer.count)
            if count > 0, matches(Array(buffer.prefix(count))) { return Array(buffer.prefix(count)) }
            if count < 0 { _ = try poller.wait(timeoutMilliseconds: 10) }
        }
        throw TestFailure("no such frame within \(limit)")
    }
}
