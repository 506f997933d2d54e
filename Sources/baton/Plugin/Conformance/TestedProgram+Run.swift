import CLinux
import Glibc

extension TestedProgram {
    /// Bytes that are read of each stream; more than any program may write.
    private static let limit = 256 * 1024
    /// Between TERM and KILL, as the agent waits.
    static let grace = Duration.seconds(2)

    /// One run to its end.
    ///
    /// - Parameter time: After it, TERM; 2 s later, KILL.
    func run(_ arguments: [String], _ setting: Setting = Setting(), time: Duration) throws(Failure) -> ProgramRun {
        try RunningProgram(self, arguments, setting).finish(within: time)
    }

    /// Runs at the same time, each with its own end.
    func runTogether(_ count: Int, _ arguments: [String], time: Duration) throws(Failure) -> [ProgramRun] {
        var running: [RunningProgram] = []
        for _ in 0..<count { running.append(try RunningProgram(self, arguments, Setting())) }
        return running.map { $0.finish(within: time) }
    }
}

/// A program whose output is being read. Not for two threads at a time.
final class RunningProgram {
    let process: pid_t
    private let exit: Int32
    private var streams: [Int32]
    private var kept: [[UInt8]] = [[], []]
    private let started = SuspendingClock().now
    private static let limit = 256 * 1024

    init(_ program: TestedProgram, _ arguments: [String], _ setting: TestedProgram.Setting) throws(TestedProgram
        .Failure)
    {
        guard let null = Pipe.null(), let output = Pipe(), let errors = Pipe() else {
            throw TestedProgram.Failure(message: "the system gives no descriptors")
        }
        defer {
            close(null)
            close(output.write)
            close(errors.write)
        }
        self.streams = [output.read, errors.read]
        do throws(TestedProgram.Failure) {
            self.process = try program.start(arguments, setting, streams: [null, output.write, errors.write])
        } catch {
            self.streams.forEach { close($0) }
            throw error
        }
        self.exit = clinux_pidfd_open(self.process)
    }

    deinit {
        self.streams.filter { $0 >= 0 }.forEach { close($0) }
        if self.exit >= 0 { close(self.exit) }
    }

    func signal(_ signal: Int32) {
        kill(-self.process, signal)
    }

    /// Reads until the program has ended; sees to it that it does.
    func finish(within time: Duration) -> ProgramRun {
        var isKilled = false
        if !self.read(for: time) {
            self.signal(SIGTERM)
            if !self.read(for: TestedProgram.grace) {
                isKilled = true
                self.signal(SIGKILL)
                _ = self.read(for: .seconds(10))
            }
        }
        let duration = self.started.duration(to: SuspendingClock().now)
        var status: Int32 = 0
        while unsafe waitpid(self.process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        let ending: ProgramRun.Ending =
            isKilled ? .killed : signal == 0 ? .exited((status >> 8) & 0xff) : .signaled(signal)
        return ProgramRun(ending: ending, output: self.kept[0], errors: self.kept[1], duration: duration)
    }

    /// Reads what comes; true when the program has ended within the time.
    private func read(for time: Duration) -> Bool {
        let end = SuspendingClock().now.advanced(by: time)
        while true {
            let left = SuspendingClock().now.duration(to: end)
            var watched = (self.streams + [self.exit]).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            let wait = left > .zero ? Int32(clamping: Int64(left.milliseconds.rounded(.up))) : 0
            let ready = unsafe poll(&watched, nfds_t(watched.count), wait)
            if ready < 0, errno == EINTR { continue }
            for index in 0..<2 where watched[index].revents != 0 { self.take(from: index) }
            if watched[2].revents != 0 {
                // What it wrote before its end is in the pipes.
                for index in 0..<2 { self.drain(index) }
                return true
            }
            if ready <= 0, left <= .zero { return false }
        }
    }

    private func drain(_ index: Int) {
        while self.streams[index] >= 0 {
            var status = pollfd(fd: self.streams[index], events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&status, 1, 0) == 1 else { return }
            self.take(from: index)
        }
    }

    private func take(from index: Int) {
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        let count = unsafe buffer.withUnsafeMutableBytes {
            unsafe Glibc.read(self.streams[index], $0.baseAddress, $0.count)
        }
        if count < 0, errno == EINTR { return }
        guard count > 0 else {
            close(self.streams[index])
            // poll(2) overlooks a negative descriptor.
            self.streams[index] = -1
            return
        }
        self.kept[index] += buffer.prefix(min(count, Self.limit - self.kept[index].count))
    }
}
