import Glibc

/// An echo request (RFC 792; RFC 4443, section 4.1) and what tells its answer from others: a cookie that only this run
/// knows, for a raw socket sees the answers to everybody's requests.
struct EchoMessage: Hashable, Sendable {
    /// `AF_INET` or `AF_INET6`.
    var family: Int32
    /// An unprivileged socket has the kernel put another one here.
    var identifier: UInt16
    var cookie: UInt64
    /// Bytes of data behind the header; at least ``smallest``.
    var size: Int

    /// Room for the cookie and some more.
    static let smallest = 16
    static let headerLength = 8

    func wire(sequence: UInt16) -> [UInt8] {
        let type: UInt8 = self.family == AF_INET6 ? 128 : 8
        var bytes: [UInt8] = [type, 0, 0, 0]
        bytes += [self.identifier, sequence].flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        bytes += (0..<8).map { UInt8(truncatingIfNeeded: self.cookie >> (56 - 8 * UInt64($0))) }
        bytes += (8..<max(Self.smallest, self.size)).map { UInt8(truncatingIfNeeded: $0) }
        // Of IPv6 the kernel computes the sum, which covers the addresses.
        guard self.family != AF_INET6 else { return bytes }
        let sum = Self.checksum(of: bytes)
        bytes[2] = UInt8(sum >> 8)
        bytes[3] = UInt8(truncatingIfNeeded: sum)
        return bytes
    }

    /// The sequence number of an answer to this request; nil for everything else.
    ///
    /// - Parameter hasHeader: Whether the IPv4 header stands before the message, as on a raw socket.
    func sequence(ofAnswer bytes: some Collection<UInt8>, hasHeader: Bool) -> UInt16? {
        var bytes = Array(bytes)
        if hasHeader {
            guard let first = bytes.first else { return nil }
            let length = Int(first & 0xf) * 4
            guard first >> 4 == 4, length >= 20, length <= bytes.count else { return nil }
            bytes.removeFirst(length)
        }
        guard bytes.count >= Self.headerLength + 8, bytes[0] == (self.family == AF_INET6 ? 129 : 0), bytes[1] == 0
        else { return nil }
        let cookie = bytes[8..<16].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard cookie == self.cookie else { return nil }
        return UInt16(bytes[6]) << 8 | UInt16(bytes[7])
    }

    /// RFC 1071.
    static func checksum(of bytes: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for index in stride(from: 0, to: bytes.count, by: 2) {
            sum += UInt32(bytes[index]) << 8 | (index + 1 < bytes.count ? UInt32(bytes[index + 1]) : 0)
            sum = sum & 0xffff + sum >> 16
        }
        return ~UInt16(truncatingIfNeeded: sum)
    }
}
