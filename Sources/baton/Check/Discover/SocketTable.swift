/// Reads `/proc/net/tcp` and `/proc/net/tcp6`, as proc_pid_net(5) describes them.
enum SocketTable {
    /// `TCP_LISTEN`
    private static let listening = "0A"

    /// The sockets that listen; lines that are not understood are passed over.
    static func listening(in table: String) -> [ListeningSocket] {
        table.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: " ", omittingEmptySubsequences: true)
            guard fields.count > 9, fields[3] == Self.listening, let inode = UInt64(fields[9]) else { return nil }
            let local = fields[1].split(separator: ":")
            guard local.count == 2, let port = UInt16(local[1], radix: 16), port > 0 else { return nil }
            guard let bytes = Self.bytes(local[0]) else { return nil }
            switch bytes.count {
            case 4:
                return ListeningSocket(address: Self.ipv4(bytes[...]), port: port, isIPv6: false, inode: inode)
            case 16:
                return ListeningSocket(address: Self.ipv6(bytes), port: port, isIPv6: true, inode: inode)
            default: return nil
            }
        }
    }

    /// The kernel prints each 32 bits as the number they are in its own byte order.
    private static func bytes(_ digits: Substring) -> [UInt8]? {
        guard digits.utf8.count.isMultiple(of: 8) else { return nil }
        var bytes: [UInt8] = []
        var rest = digits
        while !rest.isEmpty {
            guard let word = UInt32(rest.prefix(8), radix: 16) else { return nil }
            let order = word.littleEndian
            for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: order >> shift)) }
            rest = rest.dropFirst(8)
        }
        return bytes
    }

    private static func ipv4(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.map { "\($0)" }.joined(separator: ".")
    }

    /// RFC 5952: lower case, the longest run of at least two zero groups as `::`, the first of equally long ones.
    private static func ipv6(_ bytes: [UInt8]) -> String {
        if bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff] {
            return "::ffff:" + self.ipv4(bytes[12...])
        }
        let groups = stride(from: 0, to: 16, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        var best = 0..<0
        var start = 0
        while start < groups.count {
            let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
            if end - start > best.count { best = start..<end }
            start = max(end, start) + 1
        }
        let text = { (part: ArraySlice<UInt16>) in part.map { String($0, radix: 16) }.joined(separator: ":") }
        guard best.count >= 2 else { return text(groups[...]) }
        return text(groups[..<best.lowerBound]) + "::" + text(groups[best.upperBound...])
    }
}
