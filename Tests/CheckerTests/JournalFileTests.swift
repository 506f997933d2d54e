import Configuration
import Glibc
import Logging
import Testing

@testable import Checker

/// The journal on the disk.
@Suite struct JournalFileTests {
    private final class Folder {
        let path: String

        init() throws {
            var template = Array("/tmp/baton-journal-XXXXXX".utf8CString)
            guard let path = mkdtemp(&template) else { throw JournalFile.Failure(message: "no folder") }
            self.path = String(cString: path)
        }

        deinit {
            for name in ["j", "j.1", "j.2", "j.3", "j.4", "j.5", "sub/j"] { unlink("\(self.path)/\(name)") }
            rmdir("\(self.path)/sub")
            rmdir(self.path)
        }

        var file: String { "\(self.path)/j" }

        func read(_ name: String = "j") -> String? {
            let descriptor = open("\(self.path)/\(name)", O_RDONLY)
            guard descriptor >= 0 else { return nil }
            defer { close(descriptor) }
            var buffer = [UInt8](repeating: 0, count: 4 << 20)
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        }

        func write(_ text: String) {
            let descriptor = open(self.file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            _ = Glibc.write(descriptor, text, text.utf8.count)
            close(descriptor)
        }
    }

    private func line(_ text: String) -> [UInt8] { Array((text + "\n").utf8) }

    @Test("lines are appended; a line that a crash has cut swallows no other")
    func append() throws {
        let folder = try Folder()
        folder.write("{\"half")
        try JournalFile(path: folder.file, megabytes: 1).append(self.line("a") + self.line("b"))
        try JournalFile(path: folder.file, megabytes: 1).append(self.line("c"))
        #expect(folder.read() == "{\"half\na\nb\nc\n")
    }

    @Test("the folder is made, and both can be read by the group whatever the umask")
    func modes() throws {
        let folder = try Folder()
        let old = umask(0o177)
        let file = Result { () throws(JournalFile.Failure) in
            try JournalFile(path: "\(folder.path)/sub/j", megabytes: 1)
        }
        umask(old)
        _ = try file.get()
        var status = stat()
        #expect(stat("\(folder.path)/sub", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o755)
        #expect(stat("\(folder.path)/sub/j", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o640)
    }

    @Test("a full file is followed by another one, and the fifth goes")
    func rotation() throws {
        let folder = try Folder()
        let file = try JournalFile(path: folder.file, megabytes: 1)
        let half = [UInt8](repeating: UInt8(ascii: "x"), count: 600_000)
        for number in 0..<7 { try file.append(half + self.line("\(number)")) }
        let ends = try ["j", "j.1", "j.2", "j.3", "j.4"].map { name in
            let text = try #require(folder.read(name))
            return String(text.suffix(2).prefix(1))
        }
        #expect(ends == ["6", "5", "4", "3", "2"])
        #expect(folder.read("j.5") == nil)
    }

    @Test("a file that was moved away or removed is begun anew")
    func moved() throws {
        let folder = try Folder()
        let file = try JournalFile(path: folder.file, megabytes: 1)
        try file.append(self.line("a"))
        rename(folder.file, "\(folder.path)/j.1")
        try file.append(self.line("b"))
        unlink(folder.file)
        try file.append(self.line("c"))
        #expect(folder.read("j.1") == "a\n")
        #expect(folder.read() == "c\n")
    }

    @Test("where no other file can be begun, those before it stay, however often it is tried")
    func failedRotation() throws {
        let folder = try Folder()
        let file = try JournalFile(path: folder.file, megabytes: 1)
        let half = [UInt8](repeating: UInt8(ascii: "x"), count: 600_000)
        for number in 0..<3 { try file.append(half + self.line("\(number)")) }
        // Something else takes the name at the moment of the rotation: a folder.
        rename(folder.file, "\(folder.path)/j.0")
        mkdir(folder.file, 0o755)
        for _ in 0..<5 {
            #expect(throws: JournalFile.Failure.self) { try file.append(half + self.line("3")) }
        }
        rmdir(folder.file)
        unlink("\(folder.path)/j.0")
        #expect(folder.read("j.1")?.hasSuffix("1\n") == true)
        #expect(folder.read("j.2")?.hasSuffix("0\n") == true)
        try file.append(self.line("4"))
        #expect(folder.read() == "4\n")
    }

    @Test("what cannot be written is kept and tried again")
    func retried() throws {
        let folder = try Folder()
        let file = try JournalFile(path: folder.file, megabytes: 1)
        try file.append(self.line("a"))
        var limit = rlimit(rlim_cur: 1000, rlim_max: 0)
        var old = rlimit()
        getrlimit(__rlimit_resource_t(1), &old)
        limit.rlim_max = old.rlim_max
        signal(SIGXFSZ, SIG_IGN)
        setrlimit(__rlimit_resource_t(1), &limit)
        let result = Result { () throws(JournalFile.Failure) in
            try file.append([UInt8](repeating: UInt8(ascii: "y"), count: 5000) + self.line(""))
        }
        setrlimit(__rlimit_resource_t(1), &old)
        #expect(throws: JournalFile.Failure.self) { try result.get() }
        #expect(folder.read() == "a\n", "no half line is left")
        try file.append(self.line("b"))
        #expect(folder.read() == "a\nb\n")
    }

    @Test("one journal is of one agent, and what is no file is refused")
    func refused() throws {
        let folder = try Folder()
        let file = try JournalFile(path: folder.file, megabytes: 1)
        #expect(throws: JournalFile.Failure.self) { try JournalFile(path: folder.file, megabytes: 1) }
        #expect(throws: JournalFile.Failure.self) { try JournalFile(path: folder.path, megabytes: 1) }
        #expect(throws: JournalFile.Failure.self) { try JournalFile(path: "/dev/null", megabytes: 1) }
        #expect(throws: JournalFile.Failure.self) { try JournalFile(path: "\(folder.path)/no/such/j", megabytes: 1) }
        symlink("/etc/passwd", "\(folder.path)/j.1")
        #expect(throws: JournalFile.Failure.self) { try JournalFile(path: "\(folder.path)/j.1", megabytes: 1) }
        try file.append(self.line("a"))
        #expect(folder.read() == "a\n")
    }

    @Test("the writer keeps what comes before the first configuration, and ends with everything written")
    func writer() async throws {
        let folder = try Folder()
        let writer = JournalWriter(logger: RateLimitedLogger(Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        writer.write(self.line("early"))
        var settings = JournalSettings()
        settings.path = folder.file
        writer.adopt(settings)
        for number in 0..<100 { writer.write(self.line("\(number)")) }
        await writer.finish(within: .seconds(20))
        #expect(folder.read() == "early\n" + (0..<100).map { "\($0)\n" }.joined())
        writer.write(self.line("late"))
        #expect(folder.read()?.hasSuffix("99\n") == true)
    }

    @Test("journal off: nothing is kept, not even what came before")
    func off() async throws {
        let folder = try Folder()
        let writer = JournalWriter(logger: RateLimitedLogger(Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        writer.write(self.line("early"))
        var settings = JournalSettings()
        settings.path = nil
        writer.adopt(settings)
        writer.write(self.line("later"))
        settings.path = folder.file
        writer.adopt(settings)
        writer.write(self.line("on"))
        await writer.finish(within: .seconds(20))
        #expect(folder.read() == "on\n")
    }
}
