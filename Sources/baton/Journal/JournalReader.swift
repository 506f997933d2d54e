import Configuration
import Failover
import Glibc

/// Reads a journal: the file that is written and the ones before it, whatever state a crash has left them in.
struct JournalReader {
    struct Failure: Error {
        var message: String
        var fix: String
    }

    private let path: String
    /// Lines that are none of a journal.
    private(set) var unreadable = 0
    /// What is wrong with the first of them.
    private(set) var complaint: String?
    private var file: Int32 = -1
    private var inode: ino_t = 0
    /// The beginning of a line whose end has not been written yet.
    private var rest: [UInt8] = []

    init(_ path: String) {
        self.path = path
    }

    /// All records, oldest first. The last line may be half written, and is left for ``readMore()``.
    ///
    /// - Parameter afterEach: Called when a file has been read, with its number; 0 is the one that is written.
    mutating func readAll(afterEach: (Int) -> Void = { _ in }) throws(Failure) -> [JournalRecord] {
        for _ in 1..<Self.attempts {
            let before = self.inodes
            var reader = JournalReader(self.path)
            let records = try reader.readOnce(afterEach)
            // Files that were moved on meanwhile have been read twice or not at all.
            guard reader.inodes == before else {
                close(reader.file)
                continue
            }
            self = reader
            return records
        }
        return try self.readOnce(afterEach)
    }

    /// A file lasts for longer than it takes to read all of them.
    private static let attempts = 5

    /// Of all files, the one that is written first; 0 where there is none.
    private var inodes: [ino_t] {
        (0..<JournalSettings.fileCount).map { number in
            var status = stat()
            let path = number == 0 ? self.path : "\(self.path).\(number)"
            return unsafe stat(path, &status) == 0 ? status.st_ino : 0
        }
    }

    private mutating func readOnce(_ afterEach: (Int) -> Void) throws(Failure) -> [JournalRecord] {
        var records: [JournalRecord] = []
        for number in (1..<JournalSettings.fileCount).reversed() {
            let descriptor = unsafe open("\(self.path).\(number)", O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            records += self.records(in: Self.content(of: descriptor))
            // Nobody goes on with it.
            self.endOfFile()
            afterEach(number)
        }
        try self.openCurrent()
        records += self.records(in: Self.content(of: self.file))
        afterEach(0)
        return records
    }

    /// What has been written since, also into a file that has been begun meanwhile; nothing while there is none.
    mutating func readMore() -> [JournalRecord] {
        var records = self.file < 0 ? [] : self.records(in: Self.content(of: self.file))
        var status = stat()
        if unsafe stat(self.path, &status) == 0, self.file < 0 || status.st_ino != self.inode {
            if self.file >= 0 {
                // What came between the last look and the beginning of the other file.
                records += self.records(in: Self.content(of: self.file))
                close(self.file)
                self.file = -1
            }
            self.endOfFile()
            guard (try? self.openCurrent()) != nil else { return records }
            records += self.records(in: Self.content(of: self.file))
        }
        return records
    }

    private mutating func openCurrent() throws(Failure) {
        self.file = unsafe open(self.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        var status = stat()
        guard self.file >= 0, unsafe fstat(self.file, &status) == 0 else {
            let reason = unsafe String(cString: strerror(errno))
            throw Failure(
                message: "cannot read the journal \(self.path): \(reason)",
                fix: errno == EACCES
                    ? "ask as root, or as a member of the file's group"
                    : "name the file that `journal` in global_defs names with --journal FILE; it is there once an agent has run"
            )
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(
                message: "\(self.path) is no journal: expected a regular file",
                fix: "name the journal's file"
            )
        }
        self.inode = status.st_ino
    }

    private mutating func endOfFile() {
        let line = self.rest
        self.rest = []
        if !line.isEmpty { _ = self.record(of: line[...]) }
    }

    private static func content(of descriptor: Int32) -> [UInt8] {
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return content }
            content += buffer.prefix(count)
        }
    }

    private mutating func records(in bytes: [UInt8]) -> [JournalRecord] {
        let content = self.rest + bytes
        var records: [JournalRecord] = []
        var start = 0
        while let end = content[start...].firstIndex(of: UInt8(ascii: "\n")) {
            if let record = self.record(of: content[start..<end]) { records.append(record) }
            start = end + 1
        }
        self.rest = Array(content[start...])
        return records
    }

    private mutating func record(of line: ArraySlice<UInt8>) -> JournalRecord? {
        guard !line.isEmpty else { return nil }
        do throws(JournalError) {
            return try JournalRecord(parsing: line)
        } catch {
            self.unreadable += 1
            self.complaint = self.complaint ?? error.message
            return nil
        }
    }
}
