/// Cuts what comes from a pipe into lines.
struct StreamLines {
    /// Bytes of one line, without its line feed.
    let limit: Int
    private var pending: [UInt8] = []

    enum Line: Hashable, Sendable {
        case whole([UInt8])
        /// Longer than the limit; what follows of it is not looked at.
        case tooLong
    }

    init(limit: Int = ResultObject.limit) {
        self.limit = limit
    }

    /// The lines these bytes complete. After ``Line/tooLong`` nothing more is to be taken from this source.
    mutating func take(_ bytes: some Collection<UInt8>) -> [Line] {
        var lines: [Line] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            self.pending += rest[..<end]
            rest = rest[rest.index(after: end)...]
            guard self.pending.count <= self.limit else { return lines + [.tooLong] }
            lines.append(.whole(self.pending))
            self.pending.removeAll(keepingCapacity: true)
        }
        guard self.pending.count + rest.count <= self.limit else {
            self.pending = []
            return lines + [.tooLong]
        }
        self.pending += rest
        return lines
    }
}
