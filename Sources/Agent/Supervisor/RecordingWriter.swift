import CLinux
import Failover
import Glibc
import LinuxIO

/// The process that writes a recording down: a disk that does not answer holds up this one and nobody else.
struct RecordingWriter {
    private let socket: MessageSocket
    private let file: RecordingFile
    private let log: LogWriter
    /// Of a record that is not here whole yet.
    private var pending: [UInt8] = []
    /// Bytes of the file, all of them whole records.
    private var length = RecordingFormat.head.count

    /// The file's greatest size in bytes: whoever forgets a recording does not lose a disk to it.
    private static let limit = 1 << 30

    init(_ socket: MessageSocket, to file: RecordingFile, log: LogWriter) {
        self.socket = socket
        self.file = file
        self.log = log
    }

    /// Nothing of the agent's is held open by a disk that does not answer, and no signal ends it before the last record.
    private func prepare() {
        clinux_signal_mask((DumpRequest.signals + [SIGHUP, SIGINT, SIGTERM]).reduce(0) { $0 | 1 << UInt64($1) })
        let kept = [self.socket.descriptor, self.file.descriptor].sorted()
        var first: UInt32 = 3
        for descriptor in kept.map({ UInt32(bitPattern: $0) }) where descriptor >= first {
            if descriptor > first { clinux_close_range(first, descriptor - 1, 0) }
            first = descriptor + 1
        }
        clinux_close_range(first, .max, 0)
    }

    /// Writes until nobody is left who could send.
    ///
    /// - Returns: The exit code of the process.
    mutating func run() -> Int32 {
        self.prepare()
        do {
            let poller = try Poller()
            try poller.add(self.socket.descriptor, token: 0)
            while true {
                switch try self.socket.receive() {
                case .message(let bytes):
                    guard let part = RecordingPart(decoding: bytes) else { continue }
                    guard try self.take(part) else { return ExitStatus.failure }
                case .nothing: _ = try poller.wait()
                case .closed: return ExitStatus.success
                }
            }
        } catch {
            self.log.write(.warning, "the recording \(self.file.path) ends here: \(error)")
            self.end(.disk)
            return ExitStatus.failure
        }
    }

    /// - Returns: Whether there may be more.
    private mutating func take(_ part: RecordingPart) throws(SystemError) -> Bool {
        if part.beginsRun { self.pending = [] }
        self.pending += part.bytes
        guard part.endsRecord else { return true }
        guard self.length + self.pending.count <= Self.limit else {
            self.log.write(.warning, "the recording \(self.file.path) ends here: it has \(Self.limit >> 20) MiB")
            self.end(.full)
            return false
        }
        try self.write(self.pending)
        self.length += self.pending.count
        self.pending = []
        return true
    }

    private func write(_ bytes: [UInt8]) throws(SystemError) {
        var rest = bytes[...]
        var offset = self.length
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe pwrite(self.file.descriptor, bytes.baseAddress, bytes.count, off_t(offset))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw SystemError(code: count < 0 ? errno : ENOSPC, call: "write", object: self.file.path)
            }
            rest = rest.dropFirst(count)
            offset += count
        }
    }

    /// Behind the last whole record; where there is no room for this, the file says of itself that it breaks off.
    private func end(_ end: RecordingEnd) {
        ftruncate(self.file.descriptor, off_t(self.length))
        try? self.write(RecordingFormat.record(.ended(end)))
    }
}
