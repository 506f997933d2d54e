import Checks
import Configuration
import Glibc
import Logging
import Synchronization
import Testing

@testable import Checker

/// FIFOs as their readers see them, and the text of mails.
@Suite struct NoticeTests {
    private static func path() -> String { "/tmp/baton-fifo-\(getpid())-\(UInt32.random(in: 0 ... .max))" }

    private static let logger = RateLimitedLogger(Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })

    private func readEverything(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = unsafe read(descriptor, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }

    @Test("lines wait for a reader that comes late, and the FIFO goes with its writer")
    func late() async {
        let path = Self.path()
        let writer = FIFOWriter(NotifyFIFO(path: path), logger: Self.logger)
        async let run: Void = writer.run()
        writer.write("INSTANCE \"A\" BACKUP 100\n")
        writer.write("INSTANCE \"A\" MASTER 100\n")
        let reader = unsafe open(path, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        #expect(reader >= 0)
        writer.close()
        await run
        #expect(self.readEverything(reader) == "INSTANCE \"A\" BACKUP 100\nINSTANCE \"A\" MASTER 100\n")
        #expect(unsafe access(path, F_OK) != 0)
    }

    @Test("a FIFO that was there before is used, and left where it is")
    func foreign() throws {
        let path = Self.path()
        #expect(unsafe mkfifo(path, 0o600) == 0)
        defer { unsafe unlink(path) }
        let file = try FIFOFile(NotifyFIFO(path: path))
        #expect(file.write("x\n") == .done)
        #expect(!file.isEmpty)
        file.remove()
        #expect(unsafe access(path, F_OK) == 0)
    }

    @Test("what is no FIFO is not written to")
    func ordinary() {
        #expect((try? FIFOFile(NotifyFIFO(path: "/etc/hostname"))) == nil)
        #expect((try? FIFOFile(NotifyFIFO(path: "/nowhere/fifo"))) == nil)
    }

    @Test("a FIFO that nobody reads becomes full, and takes lines again when somebody does")
    func full() throws {
        let path = Self.path()
        let file = try FIFOFile(NotifyFIFO(path: path))
        defer { file.remove() }
        let line = String(repeating: "x", count: 1023) + "\n"
        var count = 0
        while file.write(line) == .done { count += 1 }
        #expect(file.write(line) == .full)
        #expect(count == 64)
        let reader = unsafe open(path, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        _ = self.readEverything(reader)
        #expect(file.write(line) == .done)
    }

    @Test("lines that nobody is told are counted: behind a full queue, and where there is no FIFO")
    func losses() async {
        let told = Mutex<[Int]>([])
        let path = Self.path()
        let full = FIFOWriter(NotifyFIFO(path: path), logger: Self.logger) { told.record($0, $1, expecting: path) }
        for _ in 0..<(FIFOWriter.queueLimit + 3) { full.write("x\n") }
        #expect(told.withLock { $0 } == [1, 2, 3])
        #expect(full.lostLines == 3)
        full.remove()
        let absent = FIFOWriter(NotifyFIFO(path: "/nowhere/fifo"), logger: Self.logger)
        absent.write("x\n")
        absent.close()
        await absent.run()
        #expect(absent.lostLines == 1)
    }

    @Test(
        "names of people in mails: as they are, in quotes, in encoded words",
        arguments: [
            ("root", "root"), ("a@b", "a@b"), ("<a@b>", "a@b"), ("My admin <a@b>", "My admin <a@b>"),
            ("My admin<a@b>", "My admin <a@b>"), ("A. Dmin <a@b>", "\"A. Dmin\" <a@b>"),
            ("\"A. Dmin\" <a@b>", "\"A. Dmin\" <a@b>"), ("Bob \"B\" <a@b>", "\"Bob \\\"B\\\"\" <a@b>"),
            ("Jörg <a@b>", "=?UTF-8?Q?J=C3=B6rg?= <a@b>"),
            (
                "Ööööööööööö Bereitschaft <a@b>",
                "=?UTF-8?Q?=C3=96=C3=B6=C3=B6=C3=B6=C3=B6=C3=B6=C3=B6=C3=B6=C3=B6=C3=B6?= =?UTF-8?Q?=C3=B6_Bereitschaft?= <a@b>"
            ),
        ]
    )
    func field(text: String, expected: String) {
        #expect(MailAddress(text)?.field == expected)
    }

    @Test("a FIFO that somebody removed is made again")
    func removed() throws {
        let path = Self.path()
        let file = try FIFOFile(NotifyFIFO(path: path))
        defer { file.remove() }
        unsafe unlink(path)
        #expect(file.write("x\n") == .done)
        #expect(unsafe access(path, F_OK) == 0)
    }

    @Test("a mail has keepalived's subject, and no name adds a field to it")
    func mail() throws {
        let notice = StateNotice(.instance, name: "VI_1\r\nBcc: x@y", state: .master, priority: 150)
        let sender = try #require(MailAddress("a@b"))
        let message = try #require(
            MailMessage(
                notice,
                sender: sender,
                recipients: ["c@d", "On call, all <e@f>"].compactMap { MailAddress($0) },
                routerID: "node1"
            )
        )
        let text = message.text(date: "Sat, 28 Nov 2026 12:00:00 +0000")
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        #expect(
            lines.prefix(3) == [
                "Date: Sat, 28 Nov 2026 12:00:00 +0000", "From: a@b",
                "Subject: [node1] VRRP Instance VI_1  Bcc: x@y - Entering MASTER state",
            ]
        )
        #expect(lines.contains("To: c@d,"))
        #expect(lines.contains(" \"On call, all\" <e@f>"))
        #expect(lines.firstIndex(of: "") == 9)
    }

    @Test("priorities are not told by mail")
    func priorities() {
        let sender = MailAddress.keepalived
        for state in [StateNotice.State.masterPriority, .backupPriority, .masterReceivedLowerPriority] {
            let notice = StateNotice(.group, name: "G", state: state, priority: 0)
            #expect(MailMessage(notice, sender: sender, recipients: [], routerID: "") == nil)
        }
    }
}

extension Mutex<[Int]> {
    fileprivate func record(_ fifo: String, _ lines: Int, expecting path: String) {
        #expect(fifo == path)
        self.withLock { $0.append(lines) }
    }
}
