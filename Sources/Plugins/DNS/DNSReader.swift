/// Reads a message from its beginning; never beyond its end, and never for ever.
struct DNSReader: Sendable {
    let bytes: [UInt8]
    private(set) var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func byte(_ part: String) throws(DNSMalformation) -> UInt8 {
        guard self.offset < self.bytes.count else { throw .short(part) }
        defer { self.offset += 1 }
        return self.bytes[self.offset]
    }

    mutating func word(_ part: String) throws(DNSMalformation) -> UInt16 {
        let high = try self.byte(part)
        return try UInt16(high) << 8 | UInt16(self.byte(part))
    }

    mutating func long(_ part: String) throws(DNSMalformation) -> UInt32 {
        let high = try self.word(part)
        return try UInt32(high) << 16 | UInt32(self.word(part))
    }

    mutating func bytes(_ count: Int, _ part: String) throws(DNSMalformation) -> [UInt8] {
        guard count <= self.bytes.count - self.offset else { throw .short(part) }
        defer { self.offset += count }
        return Array(self.bytes[self.offset..<(self.offset + count)])
    }

    /// A name, compressed or not (RFC 1035, section 4.1.4).
    ///
    /// Each pointer must lead to before the part of the name it ends, so following them comes to an end.
    mutating func name(_ part: String) throws(DNSMalformation) -> DNSName {
        var labels: [[UInt8]] = []
        var length = 1
        var position = self.offset
        var start = position
        var end: Int?
        while true {
            guard position < self.bytes.count else { throw .short(part) }
            let first = Int(self.bytes[position])
            switch first & 0xc0 {
            case 0x00:
                guard first != 0 else {
                    self.offset = end ?? position + 1
                    guard let name = DNSName(labels: labels) else { throw .nameTooLong }
                    return name
                }
                guard position + first < self.bytes.count else { throw .short(part) }
                length += first + 1
                guard length <= DNSName.limit else { throw .nameTooLong }
                labels.append(Array(self.bytes[(position + 1)...(position + first)]))
                position += first + 1
            case 0xc0:
                guard position + 1 < self.bytes.count else { throw .short(part) }
                let target = (first & 0x3f) << 8 | Int(self.bytes[position + 1])
                guard target < start else { throw .pointer }
                end = end ?? position + 2
                position = target
                start = target
            default:
                throw .label
            }
        }
    }
}
