import Checks
import Glibc

/// `baton-checker --run`: one run of one check for a tool that has not the plugins of this checker.
///
/// Reads a ``StandaloneRequest`` to the end of standard input and writes a ``StandaloneAnswer`` to standard output.
enum StandaloneService {
    private static let limit = 16 << 20

    /// - Returns: The exit code: 0 answered, 64 no request, 71 the system gives no descriptors or threads, 74 standard
    ///   output cannot be written, 130 interrupted.
    static func run(plugins: [any Check.Type]) async -> Int32 {
        guard let request = try? StandaloneRequest(decoding: self.input()) else {
            return self.refuse("expected a request of baton of the same version on standard input", EX_USAGE)
        }
        CheckerProcess.prepare()
        guard let interruption = Interruption() else {
            return self.refuse("the system gives no descriptors or threads", EX_OSERR)
        }
        let factory = CheckFactory(
            plugins: plugins,
            context: CheckContext(
                mayChangeUser: geteuid() == 0,
                surroundings: StandaloneBoard(request.healths).surroundings
            )
        )
        let result = await interruption.guarding {
            let answer = Promise<CheckOutcome>()
            await StandaloneRun(factory: factory).run(request.definition) { answer.fulfill($0) }
            return await answer.value(until: SuspendingClock().now)
        }
        CheckerProcess.killChildren()
        guard let outcome = result ?? nil else { return 130 }
        return CheckerProcess.write(StandaloneAnswer(outcome).encoded()) ? EX_OK : EX_IOERR
    }

    private static func refuse(_ message: String, _ code: Int32) -> Int32 {
        let line = Array("baton-checker --run: \(message)\n".utf8)
        _ = unsafe line.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
        return code
    }

    private static func input() -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while bytes.count < self.limit {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(STDIN_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return bytes
    }
}
