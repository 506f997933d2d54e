import Checks

/// Reads a recording piece by piece; total over any bytes.
package struct RecordingDecoder: Sendable {
    private var buffer: [UInt8] = []
    /// Of the next byte to be read, in the buffer.
    private var start = 0
    /// Up to where there is nothing but zeros from there on, as far as that has been looked at.
    private var zeroEnd = 0
    private var hasHead = false
    /// Of the next record in the file.
    package private(set) var position = 0

    package init() {}

    package mutating func append(_ bytes: some Collection<UInt8>) {
        if self.start > 1 << 20 {
            self.buffer.removeFirst(self.start)
            self.zeroEnd = max(0, self.zeroEnd - self.start)
            self.start = 0
        }
        self.buffer += bytes
    }

    /// Whether there are too few bytes to say what they are.
    package var isHeadless: Bool { !self.hasHead }

    /// Whether bytes are left that are no whole record: at the end of a file, one that breaks off.
    package var isInsideRecord: Bool { self.available > 0 || !self.hasHead }

    private var available: Int { self.buffer.count - self.start }

    /// The next record; nil = it needs more bytes.
    package mutating func next() throws(RecordingError) -> NodeCall? {
        guard try self.readHead() else { return nil }
        guard self.available >= RecordingFormat.prefixLength else { return nil }
        let prefix = self.buffer[self.start..<self.start + RecordingFormat.prefixLength]
        // A host that loses power may leave zeros behind what was written.
        if prefix.allSatisfy({ $0 == 0 }), self.endsInZeros() { return nil }
        var reader = WireReader(Array(prefix))
        guard let length: UInt32 = try? reader.integer(), let check: UInt32 = try? reader.integer(),
            check == RecordingFormat.check(of: length), length <= RecordingFormat.limit
        else { throw .damaged(at: self.position) }
        let count = Int(length)
        let whole = RecordingFormat.prefixLength + count + RecordingFormat.digestLength
        guard self.available >= whole else { return nil }
        let first = self.start + RecordingFormat.prefixLength
        let contents = Array(self.buffer[first..<first + count])
        var digest = WireReader(Array(self.buffer[first + count..<first + count + RecordingFormat.digestLength]))
        guard let expected: UInt64 = try? digest.integer(), expected == RecordingFormat.digest(of: contents),
            let call = try? NodeCall(decoding: contents)
        else { throw .damaged(at: self.position) }
        self.skip(whole)
        return call
    }

    /// Looks at every byte once, in however many pieces they come.
    private mutating func endsInZeros() -> Bool {
        let begin = max(self.start, self.zeroEnd)
        self.zeroEnd = self.buffer[begin...].firstIndex { $0 != 0 } ?? self.buffer.count
        return self.zeroEnd == self.buffer.count
    }

    /// - Returns: Whether it is there.
    private mutating func readHead() throws(RecordingError) -> Bool {
        guard !self.hasHead else { return true }
        let signature = RecordingFormat.signature
        guard self.buffer.prefix(signature.count).elementsEqual(signature.prefix(self.buffer.count)) else {
            throw .notARecording
        }
        guard self.available >= RecordingFormat.headLength else { return false }
        let version = UInt16(self.buffer[signature.count]) << 8 | UInt16(self.buffer[signature.count + 1])
        guard version == RecordingFormat.version else { throw .version(version) }
        self.hasHead = true
        self.skip(RecordingFormat.headLength)
        return true
    }

    private mutating func skip(_ count: Int) {
        self.start += count
        self.position += count
    }
}
