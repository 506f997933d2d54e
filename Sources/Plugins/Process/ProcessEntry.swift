/// One line of the process table.
struct ProcessEntry: Hashable, Sendable {
    var identifier: Int32
    /// The process that started it, or whoever adopted it.
    var parent: Int32
    /// Its process group.
    var group: Int32
    /// The name the kernel keeps, cut after 15 bytes.
    var comm: [UInt8]
    /// In clock ticks since the system's start; with the identifier, names a process for good.
    var startTime: UInt64
    var isZombie: Bool
    var isKernelThread: Bool

    /// Bytes the kernel keeps of a name.
    static let commLimit = 15
}

extension ProcessEntry {
    /// Reads `/proc/PID/stat` (proc_pid_stat(5)); nil for anything else. The name stands in parentheses and may
    /// itself hold parentheses, spaces and line feeds, so the last `)` ends it.
    ///
    /// One pass without intermediate arrays: a scan reads hundreds of these lines a second.
    init?(stat bytes: [UInt8], count: Int) {
        let bytes = bytes.span.extracting(first: count)
        guard let open = Self.first(UInt8(ascii: "("), in: bytes), let close = Self.last(UInt8(ascii: ")"), in: bytes),
            open < close, let identifier = Self.number(in: bytes, from: 0).flatMap(Int32.init(exactly:))
        else { return nil }
        var fields = Fields()
        var position = close + 1
        // Behind the name: state is the first field, parent and group follow, flags are the seventh, the start time
        // the twentieth.
        for field in 1...20 {
            while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
            guard position < bytes.count else { return nil }
            switch field {
            case 1: fields.state = bytes[position]
            case 2: fields.parent = Self.number(in: bytes, from: position)
            case 3: fields.group = Self.number(in: bytes, from: position)
            case 7: fields.flags = Self.number(in: bytes, from: position)
            case 20: fields.start = Self.number(in: bytes, from: position)
            default: break
            }
            while position < bytes.count, bytes[position] != UInt8(ascii: " ") { position += 1 }
        }
        guard let parent = fields.parent.flatMap(Int32.init(exactly:)),
            let group = fields.group.flatMap(Int32.init(exactly:)), let flags = fields.flags, let start = fields.start
        else { return nil }
        self.identifier = identifier
        self.parent = parent
        self.group = group
        self.comm = []
        self.comm.reserveCapacity(close - open - 1)
        for index in (open + 1)..<close { self.comm.append(bytes[index]) }
        self.startTime = start
        self.isZombie = fields.state == UInt8(ascii: "Z") || fields.state == UInt8(ascii: "X")
        let kernelThread: UInt64 = 0x0020_0000  // PF_KTHREAD
        self.isKernelThread = flags & kernelThread != 0
    }

    /// As ``init(stat:count:)``, of a whole line.
    init?(stat line: [UInt8]) {
        self.init(stat: line, count: line.count)
    }

    private struct Fields {
        var state: UInt8 = 0
        var parent: UInt64?
        var group: UInt64?
        var flags: UInt64?
        var start: UInt64?
    }

    private static func first(_ byte: UInt8, in bytes: Span<UInt8>) -> Int? {
        for index in 0..<bytes.count where bytes[index] == byte { return index }
        return nil
    }

    private static func last(_ byte: UInt8, in bytes: Span<UInt8>) -> Int? {
        for index in stride(from: bytes.count - 1, through: 0, by: -1) where bytes[index] == byte { return index }
        return nil
    }

    /// The digits up to the next space or the end; nil for anything else.
    private static func number(in bytes: Span<UInt8>, from start: Int) -> UInt64? {
        var value: UInt64 = 0
        var position = start
        while position < bytes.count, bytes[position] != UInt8(ascii: " "), bytes[position] != UInt8(ascii: "\n") {
            guard bytes[position] >= UInt8(ascii: "0"), bytes[position] <= UInt8(ascii: "9") else { return nil }
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = shifted.addingReportingOverflow(UInt64(bytes[position] - UInt8(ascii: "0")))
            guard !overflow, !carried else { return nil }
            value = sum
            position += 1
        }
        return position > start ? value : nil
    }

    /// Oldest first.
    static func < (left: Self, right: Self) -> Bool {
        (left.startTime, left.identifier) < (right.startTime, right.identifier)
    }
}

extension FixedWidthInteger {
    /// Decimal digits and nothing else; nil on overflow.
    init?(decimal bytes: some Collection<UInt8>) {
        guard !bytes.isEmpty else { return nil }
        var value: Self = 0
        for byte in bytes {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = shifted.addingReportingOverflow(Self(byte - UInt8(ascii: "0")))
            guard !overflow, !carried else { return nil }
            value = sum
        }
        self = value
    }
}
