import CCrypto

/// The 28 bytes behind a signed advertisement.
///
/// Scheme, key identifier, two bytes of zero, the 64 bits of the sequence, and the first 16 bytes of an HMAC-SHA256. The
/// code covers a pseudo-header (family, version, VRID, zero, source address in 16 bytes), the message with its checksum
/// read as zero, and the trailer with the code read as zero. It leaves out the destination and the IP header, so one
/// signature serves every peer, and the kernel may still write the checksum of IPv6.
struct AuthenticationTrailer: Hashable {
    static let length = 28
    /// HMAC-SHA256 cut to 128 bits: the one scheme there is.
    static let scheme: UInt8 = 1
    private static let codeLength = 16
    private static let prefixLength = AuthenticationTrailer.length - AuthenticationTrailer.codeLength

    var keyIdentifier: UInt8
    var sequence: MessageSequence
    var code: [UInt8]

    /// Signs a message.
    ///
    /// - Parameters:
    ///   - message: without trailer; what stands in its checksum does not matter.
    ///   - source: the address it leaves from, 4 or 16 bytes.
    init(signing message: [UInt8], from source: [UInt8], with key: MessageKey, sequence: MessageSequence) {
        self.keyIdentifier = key.identifier
        self.sequence = sequence
        self.code = []
        self.code = self.code(of: message, from: source, with: key)
    }

    /// Reads the end of a message; nil if it is of another scheme, or sets what is reserved.
    init?(parsing bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == Self.length, bytes[0] == Self.scheme, bytes[2] == 0, bytes[3] == 0 else { return nil }
        self.keyIdentifier = bytes[1]
        self.sequence = MessageSequence(rawValue: bytes[4..<12].reduce(0) { $0 << 8 | UInt64($1) })
        self.code = Array(bytes[Self.prefixLength...])
    }

    var bytes: [UInt8] { self.prefix + self.code }

    /// Whether the code is what this key makes of a message.
    func isValid(for message: [UInt8], from source: [UInt8], with key: MessageKey) -> Bool {
        let expected = self.code(of: message, from: source, with: key)
        guard expected.count == self.code.count else { return false }
        return unsafe ccrypto_equal(expected, self.code, expected.count)
    }

    private var prefix: [UInt8] {
        var bytes: [UInt8] = [Self.scheme, self.keyIdentifier, 0, 0]
        for shift in stride(from: 56 as UInt64, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: self.sequence.rawValue >> shift))
        }
        return bytes
    }

    private func code(of message: [UInt8], from source: [UInt8], with key: MessageKey) -> [UInt8] {
        let family: UInt8 = source.count == 16 ? 6 : 4
        var input: [UInt8] = [family, (message.first ?? 0) >> 4, message.count > 1 ? message[1] : 0, 0]
        input += source + [UInt8](repeating: 0, count: max(0, 16 - source.count))
        let start = input.count
        input += message
        for index in MessageLayout.checksumOffset..<MessageLayout.checksumOffset + 2 where start + index < input.count {
            input[start + index] = 0
        }
        input += self.prefix + [UInt8](repeating: 0, count: Self.codeLength)
        var digest = [UInt8](repeating: 0, count: Int(CCRYPTO_SHA256_LENGTH))
        unsafe ccrypto_hmac_sha256(key.bytes, key.bytes.count, input, input.count, &digest)
        return Array(digest.prefix(Self.codeLength))
    }
}
