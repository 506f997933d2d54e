import CLinux
import Checks
import Glibc

/// A conversation with a stream under test, line by line. Not for two threads at a time.
final class StreamConversation {
    let process: pid_t
    private let input: Int32
    private let output: Int32
    private let exit: Int32
    private var received: [UInt8] = []
    private var isReaped = false

    /// Bytes of one line, as the agent allows.
    static let lineLimit = 64 * 1024

    init(_ program: TestedProgram, setting: TestedProgram.Setting) throws(TestedProgram
        .Failure)
    {
        guard let input = Pipe(), let output = Pipe() else {
            throw TestedProgram.Failure(message: "the system gives no descriptors")
        }
        defer {
            close(input.read)
            close(output.write)
        }
        self.input = input.write
        self.output = output.read
        // A program that is gone must not end this one.
        _ = Glibc.signal(SIGPIPE, SIG_IGN)
        let null = unsafe open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { close(null) }
        do throws(TestedProgram.Failure) {
            self.process = try program.start([], setting, streams: [input.read, output.write, null])
        } catch {
            close(input.write)
            close(output.read)
            throw error
        }
        self.exit = clinux_pidfd_open(self.process)
    }

    deinit {
        self.end()
    }

    /// Kills what still runs.
    func end() {
        guard !self.isReaped else { return }
        kill(-self.process, SIGKILL)
        _ = self.status(within: .seconds(5))
        if !self.isReaped {
            while waitpid(self.process, nil, 0) < 0, errno == EINTR {}
            self.isReaped = true
        }
        self.hangUp()
        close(self.output)
        close(self.exit)
    }

    private var isHungUp = false

    /// Closes the program's input.
    func hangUp() {
        guard !self.isHungUp else { return }
        self.isHungUp = true
        close(self.input)
    }

    func signal(_ signal: Int32) {
        kill(-self.process, signal)
    }

    func send(_ message: JSONValue) {
        self.send(Array("\(message.text)\n".utf8))
    }

    /// What the program does not take within a second is lost.
    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            var status = pollfd(fd: self.input, events: Int16(POLLOUT), revents: 0)
            guard unsafe poll(&status, 1, 1000) == 1 else { return }
            // A pipe that is ready takes at least this much without blocking.
            let piece = rest.prefix(4096)
            let count = unsafe piece.withUnsafeBytes { unsafe write(self.input, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    enum Line {
        case text([UInt8])
        case tooLong
        case end
        case silence
    }

    /// The next line.
    func line(within time: Duration) -> Line {
        let end = SuspendingClock().now.advanced(by: time)
        while true {
            if let index = self.received.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(self.received[..<index])
                self.received.removeFirst(index + 1)
                return line.count > Self.lineLimit ? .tooLong : .text(line)
            }
            guard self.received.count <= Self.lineLimit else { return .tooLong }
            let left = SuspendingClock().now.duration(to: end)
            guard left > .zero else { return .silence }
            var status = pollfd(fd: self.output, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&status, 1, Int32(clamping: Int64(left.milliseconds.rounded(.up)))) > 0 else { continue }
            var buffer = [UInt8](repeating: 0, count: 16 * 1024)
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(self.output, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return .end }
            self.received += buffer.prefix(count)
        }
    }

    /// The next message with this member, whatever comes before it; nil when none comes in time.
    func message(_ name: String, within time: Duration) -> JSONValue? {
        let end = SuspendingClock().now.advanced(by: time)
        while case .text(let bytes) = self.line(within: SuspendingClock().now.duration(to: end)) {
            if let value = (try? JSONValue(parsing: bytes))?[name] { return value }
        }
        return nil
    }

    /// How the program ended; nil if it has not within the time.
    func status(within time: Duration) -> ProgramRun.Ending? {
        var status = pollfd(fd: self.exit, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&status, 1, Int32(clamping: Int64(time.milliseconds.rounded(.up)))) > 0 else { return nil }
        var code: Int32 = 0
        while unsafe waitpid(self.process, &code, 0) < 0, errno == EINTR {}
        if !self.isReaped {
            self.isReaped = true
            self.hangUp()
            close(self.output)
            close(self.exit)
        }
        let signal = code & 0x7f
        return signal == 0 ? .exited((code >> 8) & 0xff) : .signaled(signal)
    }
}
