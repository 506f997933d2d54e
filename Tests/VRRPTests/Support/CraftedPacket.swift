import VRRP

/// An IP packet built by hand, right or wrong in any field; shares no code with the encoder under test.
struct CraftedPacket {
    enum Sum {
        case correct, messageOnly, groupPseudoHeader, wrong, zero
    }

    var headerLengthWords: UInt8 = 5
    var totalLength: Int?
    var fragmentField: UInt16 = 0
    var ttl: UInt8 = 255
    var ipProtocol: UInt8 = 112
    var source = Lab.peer
    var destination = Lab.group

    var layout: Version
    var version: UInt8
    var type: UInt8 = 1
    var vrid: UInt8 = 51
    var priority: UInt8 = 255
    var count: UInt8?
    var authType: UInt8 = 0
    /// v2: seconds; v3: all 16 bits.
    var interval: UInt16
    var addresses: [IPAddress] = [Lab.virtual]
    /// Behind the addresses.
    var trailer: [UInt8] = []
    var sum = Sum.correct
    /// Bytes of the VRRP message that are sent at all.
    var cut: Int?

    init(_ version: Version) {
        self.layout = version
        self.version = version.rawValue
        switch version {
        case .v2:
            self.interval = 1
            self.trailer = [UInt8](repeating: 0, count: 8)
        case .v3:
            self.interval = 100
        }
    }

    var bytes: [UInt8] {
        var message: [UInt8] = [
            self.version << 4 | self.type, self.vrid, self.priority, self.count ?? UInt8(self.addresses.count),
        ]
        switch self.layout {
        case .v2: message += [self.authType, UInt8(truncatingIfNeeded: self.interval)]
        case .v3: message += Self.big(self.interval)
        }
        message += [0, 0]
        for address in self.addresses { message += address.bytes }
        message += self.trailer
        if let cut { message = Array(message.prefix(cut)) }
        if message.count >= 8 {
            let sum = self.checksum(message)
            message[6] = UInt8(sum >> 8)
            message[7] = UInt8(sum & 0xff)
        }
        let options = [UInt8](repeating: 1, count: max(0, Int(self.headerLengthWords) - 5) * 4)
        var header: [UInt8] = [0x40 | self.headerLengthWords, 0xc0]
        header += Self.big(UInt16(self.totalLength ?? 20 + options.count + message.count))
        header += [0, 0] + Self.big(self.fragmentField) + [self.ttl, self.ipProtocol, 0, 0]
        header += self.source.bytes + self.destination.bytes + options
        let sum = Self.onesComplement(header)
        header[10] = UInt8(sum >> 8)
        header[11] = UInt8(sum & 0xff)
        return header + message
    }

    private func checksum(_ message: [UInt8]) -> UInt16 {
        let plain = Self.onesComplement(message)
        switch (self.sum, self.layout) {
        case (.zero, _): return 0
        case (.messageOnly, _): return plain
        case (.correct, .v2): return plain
        case (.wrong, .v2): return plain ^ 0x0100
        case (.correct, .v3): return Self.onesComplement(self.pseudoHeader(self.destination, message) + message)
        case (.groupPseudoHeader, _): return Self.onesComplement(self.pseudoHeader(Lab.group, message) + message)
        case (.wrong, .v3):
            return Self.onesComplement(self.pseudoHeader(self.destination, message) + message) ^ 0x0100
        }
    }

    private func pseudoHeader(_ destination: IPAddress, _ message: [UInt8]) -> [UInt8] {
        self.source.bytes + destination.bytes + [0, 112] + Self.big(UInt16(message.count))
    }

    private static func big(_ word: UInt16) -> [UInt8] { [UInt8(word >> 8), UInt8(word & 0xff)] }

    /// RFC 1071 by long division: the sum modulo 65535.
    private static func onesComplement(_ bytes: [UInt8]) -> UInt16 {
        var sum = 0
        for (index, byte) in bytes.enumerated() {
            sum += Int(byte) << (index.isMultiple(of: 2) ? 8 : 0)
        }
        while sum > 0xffff { sum = sum % 0x10000 + sum / 0x10000 }
        return ~UInt16(sum)
    }
}
