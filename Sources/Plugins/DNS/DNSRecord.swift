/// A record of an answer.
struct DNSRecord: Hashable, Sendable {
    var name: DNSName
    /// Of any type, also those a check cannot ask for.
    var type: UInt16
    var timeToLive: UInt32
    /// The data as it is written in a zone; of unknown types as RFC 3597 writes it.
    var text: String
}

extension DNSRecord {
    /// Reads the record the reader stands at.
    init(from reader: inout DNSReader) throws(DNSMalformation) {
        self.name = try reader.name("records")
        self.type = try reader.word("records")
        let recordClass = try reader.word("records")
        self.timeToLive = try reader.long("records")
        let length = Int(try reader.word("records"))
        let end = reader.offset + length
        guard end <= reader.bytes.count else { throw .short("records") }
        guard recordClass == 1, let known = DNSType(rawValue: self.type) else {
            let digits = try reader.bytes(length, "records").map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
            self.text = "\\# \(length) \(digits.joined())"
            return
        }
        self.text = try Self.text(of: known, length: length, from: &reader)
        guard reader.offset == end else { throw .dataLength(known.name) }
    }

    private static func text(
        of type: DNSType,
        length: Int,
        from reader: inout DNSReader
    ) throws(DNSMalformation) -> String {
        switch type {
        case .a:
            guard length == 4 else { throw .dataLength(type.name) }
            return try reader.bytes(4, type.name).map { "\($0)" }.joined(separator: ".")
        case .aaaa:
            guard length == 16 else { throw .dataLength(type.name) }
            return SocketAddress.text(ofIPv6: try reader.bytes(16, type.name))
        case .ns, .cname, .ptr:
            return "\(try reader.name(type.name))"
        case .mx:
            let preference = try reader.word(type.name)
            return "\(preference) \(try reader.name(type.name))"
        case .srv:
            let priority = try reader.word(type.name)
            let weight = try reader.word(type.name)
            let port = try reader.word(type.name)
            return "\(priority) \(weight) \(port) \(try reader.name(type.name))"
        case .soa:
            let primary = try reader.name(type.name)
            let mailbox = try reader.name(type.name)
            var numbers: [String] = []
            for _ in 0..<5 { numbers.append("\(try reader.long(type.name))") }
            return "\(primary) \(mailbox) \(numbers.joined(separator: " "))"
        case .txt:
            let end = reader.offset + length
            var bytes: [UInt8] = []
            while reader.offset < end {
                let count = Int(try reader.byte(type.name))
                guard reader.offset + count <= end else { throw .dataLength(type.name) }
                bytes += try reader.bytes(count, type.name)
            }
            // The pieces are joined, as those who read TXT records (SPF, DKIM) do.
            return DNSText.escaped(bytes)
        }
    }
}
