import Glibc

extension SocketAddress {
    /// The 4 or 16 bytes of the address itself, in network order; empty for other families.
    var addressBytes: [UInt8] {
        switch self.family {
        case AF_INET: Array(self.bytes.dropFirst(4).prefix(4))
        case AF_INET6: Array(self.bytes.dropFirst(8).prefix(16))
        default: []
        }
    }

    /// An IPv6 address as RFC 5952 writes it.
    static func text(ofIPv6 bytes: [UInt8]) -> String {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard bytes.count == 16 else { return "?" }
        let isWritten = unsafe bytes.withUnsafeBytes { raw in
            unsafe inet_ntop(AF_INET6, raw.baseAddress, &buffer, socklen_t(buffer.count)) != nil
        }
        guard isWritten else { return "?" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension SocketAddress {
    /// The address without its port, for people.
    static func text(of address: SocketAddress) -> String {
        address.family == AF_INET6
            ? self.text(ofIPv6: address.addressBytes)
            : address.addressBytes.map { "\($0)" }.joined(separator: ".")
    }
}
