import Checks

/// The file of a recording: a head, then records. A record is the length of its contents (32 bits), a check of the length
/// (32 bits), the contents, and their digest (64 bits); all numbers big-endian.
///
/// The length has a check of its own, so that damage to it is told apart from a file that ends in the middle of a record.
package enum RecordingFormat {
    /// The first bytes of every recording.
    package static let signature = Array("batonrec".utf8)
    package static let version: UInt16 = 1
    /// Bytes of the contents of one record, at most.
    package static let limit = 1 << 26

    static let headLength = 10
    static let prefixLength = 8
    static let digestLength = 8

    package static var head: [UInt8] {
        var writer = WireWriter()
        writer.write(self.version)
        return self.signature + writer.bytes
    }

    package static func record(_ call: NodeCall) -> [UInt8] {
        self.record(call.encoded())
    }

    package static func record(_ contents: [UInt8]) -> [UInt8] {
        var writer = WireWriter()
        let length = UInt32(clamping: contents.count)
        writer.write(length)
        writer.write(self.check(of: length))
        var digest = WireWriter()
        digest.write(self.digest(of: contents))
        return writer.bytes + contents + digest.bytes
    }

    static func check(of length: UInt32) -> UInt32 {
        var writer = WireWriter()
        writer.write(length)
        return UInt32(truncatingIfNeeded: self.digest(of: writer.bytes) >> 16)
    }

    /// FNV-1a: it finds damage, not malice.
    static func digest(of bytes: some Sequence<UInt8>) -> UInt64 {
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return digest
    }
}
