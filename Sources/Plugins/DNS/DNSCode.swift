import Checks

/// A response code of 4 bits (RFC 1035, section 4.1.1).
struct DNSCode: Hashable, Sendable, CustomStringConvertible {
    var number: UInt8

    static let noError = DNSCode(number: 0)

    init(number: UInt8) {
        self.number = number
    }

    init?(name: String) {
        guard let index = DNSPlugin.codes.firstIndex(of: name) else { return nil }
        self.number = UInt8(index)
    }

    var description: String {
        DNSPlugin.codes.indices.contains(Int(self.number)) ? DNSPlugin.codes[Int(self.number)] : "code \(self.number)"
    }
}
