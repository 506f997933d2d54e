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
    init?(stat bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        guard let open = bytes.firstIndex(of: UInt8(ascii: "(")), let close = bytes.lastIndex(of: UInt8(ascii: ")")),
            open < close
        else { return nil }
        let fields = bytes[(close + 1)...].split(separator: UInt8(ascii: " "))
        // Behind the name: state is the first field, parent and group follow, flags are the seventh, the start time
        // the twentieth.
        guard fields.count >= 20, let state = fields[0].first,
            let identifier = Int32(decimal: bytes[..<open].prefix { $0 != UInt8(ascii: " ") }),
            let parent = Int32(decimal: fields[1]), let group = Int32(decimal: fields[2]),
            let flags = UInt64(decimal: fields[6]), let startTime = UInt64(decimal: fields[19])
        else { return nil }
        self.identifier = identifier
        self.parent = parent
        self.group = group
        self.comm = Array(bytes[(open + 1)..<close])
        self.startTime = startTime
        self.isZombie = state == UInt8(ascii: "Z") || state == UInt8(ascii: "X")
        let kernelThread: UInt64 = 0x0020_0000  // PF_KTHREAD
        self.isKernelThread = flags & kernelThread != 0
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
