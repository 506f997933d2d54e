import CLinux
import Glibc

/// A running process and this side's ends of its pipes.
///
/// Belongs to one thread, which lives at least as long: the kernel kills the child when that thread ends, and with it
/// when the checker does.
final class StreamChild {
    let identifier: pid_t
    /// Readable when the process has ended.
    let exit: Int32
    /// These three are -1 once they are closed.
    private(set) var input: Int32
    private(set) var output: Int32
    private(set) var errors: Int32

    struct Failure: Error {
        var number: Int32
    }

    /// Starts the program in a process group of its own, with pipes for its standard descriptors and no others.
    init(_ launch: Launch) throws(Failure) {
        var descriptors: [Int32] = []
        func pipe(reading: Bool) throws(Failure) -> (own: Int32, other: Int32) {
            guard let ends = PipeEnds() else { throw Failure(number: errno) }
            descriptors += [ends.read, ends.write]
            let (own, other) = reading ? (ends.read, ends.write) : (ends.write, ends.read)
            PipeEnds.makeNonBlocking(own)
            return (own, other)
        }
        do throws(Failure) {
            let input = try pipe(reading: false)
            let output = try pipe(reading: true)
            let errors = try pipe(reading: true)
            let child = try Self.spawn(launch, [input.other, output.other, errors.other])
            let exit = clinux_pidfd_open(child)
            guard exit >= 0 else {
                let number = errno
                kill(-child, SIGKILL)
                waitpid(child, nil, 0)
                throw Failure(number: number)
            }
            for end in [input.other, output.other, errors.other] { Glibc.close(end) }
            self.identifier = child
            self.exit = exit
            self.input = input.own
            self.output = output.own
            self.errors = errors.own
        } catch {
            for descriptor in descriptors { Glibc.close(descriptor) }
            throw error
        }
    }

    deinit {
        for descriptor in [self.input, self.output, self.errors, self.exit] where descriptor >= 0 {
            Glibc.close(descriptor)
        }
    }

    func closeInput() { Self.close(&self.input) }

    func closeOutput() { Self.close(&self.output) }

    func closeErrors() { Self.close(&self.errors) }

    private static func close(_ descriptor: inout Int32) {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    /// To the whole process group; the child is not reaped yet, so the group is its own.
    func signal(_ number: Int32) {
        kill(-self.identifier, number)
    }

    /// Waits for the end, the calling thread with it.
    func hasEnded(within time: Duration) -> Bool {
        var wait = pollfd(fd: self.exit, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&wait, 1, Int32(time.milliseconds)) > 0
    }

    /// Ends what is left of the group and reaps the child, which has ended.
    ///
    /// - Returns: How it ended, for people.
    func reap() -> String {
        kill(-self.identifier, SIGKILL)
        var status: Int32 = 0
        while unsafe waitpid(self.identifier, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? "exit code \((status >> 8) & 0xff)" : "signal \(signal)"
    }

    private static func spawn(_ launch: Launch, _ ends: [Int32]) throws(Failure) -> pid_t {
        let child = unsafe Self.withStrings([launch.name] + launch.arguments) { arguments in
            unsafe Self.withStrings(Self.variables(launch.environment)) { environment in
                unsafe clinux_spawn(
                    launch.file.path,
                    arguments,
                    environment,
                    ends,
                    [0, 1, 2],
                    ends.count,
                    SIGKILL,
                    1
                )
            }
        }
        guard child > 0 else { throw Failure(number: errno) }
        return child
    }

    private static func variables(_ environment: ChildEnvironment) -> [String] {
        switch environment {
        case .inherited: []
        case .exactly(let variables): variables.map { "\($0.key)=\($0.value)" }
        }
    }

    /// The strings as C wants them: each with its zero byte, the list ended by a null pointer.
    private static func withStrings<Result>(
        _ strings: [String],
        _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>?) -> Result
    ) -> Result {
        let pointers: [UnsafeMutablePointer<CChar>?] = unsafe strings.map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe pointers.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
    }
}
