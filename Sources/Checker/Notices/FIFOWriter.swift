import Checks
import Configuration
import Logging
import Synchronization

/// Writes lines into one FIFO, and keeps the program running that reads it.
///
/// The kernel holds what a reader that comes late, or is slow, has not read; behind that a queue of its own, whose oldest
/// lines go first when it is full, which is counted and said. keepalived drops the newest, and says nothing.
final class FIFOWriter: Sendable {
    let fifo: NotifyFIFO
    /// Fulfilled when everything has been written, or cannot be any more.
    let isDone = Promise<Void>()
    private let lines: AsyncStream<String>
    private let queue: AsyncStream<String>.Continuation
    private let logger: RateLimitedLogger
    private let file: Mutex<FIFOFile?>
    private let lost = Mutex(0)
    private let onLoss: @Sendable (_ fifo: String, _ lines: Int) -> Void

    /// Lines that may wait behind those the kernel holds.
    static let queueLimit = 4096
    /// Between two attempts while the FIFO is full.
    private static let pause = Duration.milliseconds(20)
    /// How long the reader may take for the last lines before it is asked to end.
    private static let lastRead = Duration.milliseconds(500)

    /// - Parameter onLoss: Told how many lines are lost by now, with every one.
    init(
        _ fifo: NotifyFIFO,
        logger: RateLimitedLogger,
        onLoss: @escaping @Sendable (_ fifo: String, _ lines: Int) -> Void = { _, _ in }
    ) {
        self.fifo = fifo
        self.onLoss = onLoss
        self.logger = logger
        (self.lines, self.queue) = AsyncStream.makeStream(
            of: String.self,
            bufferingPolicy: .bufferingNewest(Self.queueLimit)
        )
        do {
            self.file = Mutex(try FIFOFile(fifo))
        } catch {
            self.file = Mutex(nil)
            logger.logger.error("\(error.message)", metadata: ["fifo": "\(fifo.path)"])
        }
    }

    func write(_ line: String) {
        guard case .dropped = self.queue.yield(line) else { return }
        let lost = self.countLoss()
        self.logger.log(
            .error,
            key: "fifo \(self.fifo.path)",
            "nobody reads the FIFO, or too slowly; its oldest lines are left out",
            metadata: ["fifo": "\(self.fifo.path)", "lost": "\(lost)"]
        )
    }

    /// Lines that nobody could be told.
    var lostLines: Int { self.lost.withLock { $0 } }

    private func countLoss() -> Int {
        let lost = self.lost.withLock { lost in
            lost += 1
            return lost
        }
        self.onLoss(self.fifo.path, lost)
        return lost
    }

    /// Nothing more comes.
    func close() {
        self.queue.finish()
    }

    /// Removes the FIFO, if it was made here.
    func remove() {
        self.file.withLock { file in
            file?.remove()
            file = nil
        }
    }

    /// Returns when ``close()`` has been called and everything is written.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            if self.fifo.reader != nil, self.file.withLock({ $0 != nil }) {
                group.addTask { await self.keepReading() }
            }
            for await line in self.lines {
                await self.write(whole: line)
            }
            if self.fifo.reader != nil {
                let end = SuspendingClock().now.advanced(by: Self.lastRead)
                while self.file.withLock({ $0?.isEmpty == false }), SuspendingClock().now < end, !Task.isCancelled {
                    try? await Task.sleep(for: Self.pause)
                }
            }
            self.remove()
            self.isDone.fulfill(())
            group.cancelAll()
        }
    }

    /// Waits for room; what cannot be written at all is lost and said.
    private func write(whole line: String) async {
        while !Task.isCancelled {
            let result = self.file.withLock { $0?.write(line) }
            switch result {
            case .done:
                return
            case nil:
                // There is no FIFO, which was said when it could not be made.
                _ = self.countLoss()
                return
            case .full:
                try? await Task.sleep(for: Self.pause)
            case .failed(let reason):
                _ = self.countLoss()
                self.logger.log(
                    .error,
                    key: "fifo \(self.fifo.path)",
                    "a line could not be written",
                    metadata: ["fifo": "\(self.fifo.path)", "reason": "\(reason)"]
                )
                return
            }
        }
    }

    /// Starts the reader again whenever it ends: after one second, then twice as long, up to a minute; a reader that
    /// lived for a minute begins with one second again.
    private func keepReading() async {
        guard let reader = self.fifo.reader else { return }
        let request = NotifyRequest(
            instance: "",
            command: reader.command + [self.fifo.path],
            user: reader.user,
            demandsSafePath: self.fifo.demandsSafePath
        )
        var pause = Duration.seconds(1)
        while !Task.isCancelled {
            let result = await NotifyRunner.run(request, timeout: .seconds(1_000_000_000))
            guard !Task.isCancelled else { return }
            if result.duration >= .seconds(60) { pause = .seconds(1) }
            self.logger.log(
                .error,
                key: "reader \(self.fifo.path)",
                "the reader of the FIFO \(result.text); it is started again",
                metadata: ["fifo": "\(self.fifo.path)", "in": "\(pause.inUnits)", "output": "\(result.lastLine)"]
            )
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(60))
        }
    }
}
