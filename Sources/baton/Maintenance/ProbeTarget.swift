import ArgumentParser
import Glibc
import VRRP

/// Where a probe connects: `10.0.0.4:80`, `[2001:db8::4]:443`.
struct ProbeTarget: Hashable, Sendable {
    let text: String
    let family: Int32
    /// The `sockaddr`.
    let bytes: [UInt8]

    /// - Throws: A validation error that says what is expected.
    init(parsing text: String) throws {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            throw Self.error(text)
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") {
            throw Self.error(text)
        }
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, "\(port)", &hints, &list) == 0, let first = unsafe list,
            let address = unsafe first.pointee.ai_addr
        else { throw Self.error(text) }
        defer { unsafe freeaddrinfo(list) }
        self.text = text
        self.family = unsafe first.pointee.ai_family
        self.bytes = unsafe Array(
            UnsafeRawBufferPointer(start: address, count: Int(first.pointee.ai_addrlen))
        )
    }

    private static func error(_ text: String) -> ValidationError {
        ValidationError(
            "--probe \(text): expected an address, or a name that has one, and a port, as in 10.0.0.4:80 or [2001:db8::4]:80"
        )
    }

    /// A socket that is connecting; negative = there is none.
    func connect() -> Int32 {
        let descriptor = socket(
            self.family,
            Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue),
            0
        )
        guard descriptor >= 0 else { return -1 }
        // Closed with a reset: no hundreds of sockets are left in TIME_WAIT.
        var lingering = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &lingering, socklen_t(MemoryLayout<linger>.size))
        var storage = sockaddr_storage()
        let result: Int32 = unsafe withUnsafeMutableBytes(of: &storage) { raw in
            unsafe raw.copyBytes(from: self.bytes.prefix(raw.count))
            guard let pointer = unsafe raw.assumingMemoryBound(to: sockaddr.self).baseAddress else { return -1 }
            return unsafe Glibc.connect(descriptor, pointer, socklen_t(min(self.bytes.count, raw.count)))
        }
        if result == 0 || errno == EINPROGRESS { return descriptor }
        close(descriptor)
        return -1
    }
}
