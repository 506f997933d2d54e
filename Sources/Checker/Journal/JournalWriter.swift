import Configuration
import Logging

/// Keeps the lines of the journal, on a thread that may wait for a disk. Nobody waits for it: what a slow or full disk
/// cannot take is given up, oldest first, and said.
final class JournalWriter: Sendable {
    private struct State: Sendable {
        /// nil before the first configuration.
        var settings: JournalSettings?
        var waiting: [[UInt8]] = []
        var waitingBytes = 0
        var lostBytes = 0
        var isStarted = false
        var isClosed = false
        var isDone = false
    }

    private enum Turn {
        case write([[UInt8]], JournalSettings)
        case sync
        case end
    }

    /// Bytes that may wait.
    private static let limit = 4 << 20
    /// What was written is on the disk at the latest after this time.
    private static let syncPause = Duration.seconds(1)
    /// Between attempts to open a file that cannot be opened.
    private static let retryPause = Duration.seconds(10)

    private let state = Monitor(State())
    private let logger: RateLimitedLogger

    init(logger: RateLimitedLogger) {
        self.logger = logger
    }

    func adopt(_ settings: JournalSettings) {
        let mustStart = self.state.withLock { state in
            state.settings = settings
            if settings.path == nil { (state.waiting, state.waitingBytes) = ([], 0) }
            defer { if settings.path != nil { state.isStarted = true } }
            return settings.path != nil && !state.isStarted
        }
        if mustStart, !WorkerThread.start({ self.work() }) {
            self.state.withLock { $0.isStarted = false }
            self.logger.logger.error("the journal is not kept: the system gives no thread")
        }
        self.state.signal()
    }

    func write(_ lines: [UInt8]) {
        let lost = self.state.withLock { state -> Int in
            guard !state.isClosed, state.settings == nil || state.settings?.path != nil else { return 0 }
            state.waiting.append(lines)
            state.waitingBytes += lines.count
            var lost = 0
            while state.waitingBytes > Self.limit, !state.waiting.isEmpty {
                let oldest = state.waiting.removeFirst()
                state.waitingBytes -= oldest.count
                lost += oldest.count
            }
            state.lostBytes += lost
            return lost > 0 ? state.lostBytes : 0
        }
        self.state.signal()
        guard lost > 0 else { return }
        self.logger.log(
            .error,
            key: "journal lost",
            "the disk does not keep up; the oldest lines of the journal are left out",
            metadata: ["lost_bytes": "\(lost)"]
        )
    }

    /// Writes what waits and lets the thread end; returns when it has, or after `limit`.
    func finish(within limit: Duration) async {
        let mustWait = self.state.withLock { state in
            state.isClosed = true
            return state.isStarted
        }
        self.state.signal()
        guard mustWait else { return }
        let end = SuspendingClock().now.advanced(by: limit)
        while !self.state.withLock({ $0.isDone }), SuspendingClock().now < end {
            try? await Task.sleep(for: .milliseconds(2))
        }
    }

    private func work() {
        var file: JournalFile?
        var opened = JournalSettings()
        var isDirty = false
        var retryAt = SuspendingClock().now
        while true {
            let pause = isDirty ? Self.syncPause : nil
            var isLate = false
            let turn = self.state.wait { state -> Monitor<State>.Wait<Turn> in
                if let settings = state.settings, settings.path != nil, !state.waiting.isEmpty {
                    defer { (state.waiting, state.waitingBytes) = ([], 0) }
                    return .done(.write(state.waiting, settings))
                }
                if state.isClosed { return .done(.end) }
                if isLate { return .done(.sync) }
                isLate = pause != nil
                return .wait(pause)
            }
            switch turn {
            case .write(let batches, let settings):
                if opened != settings { file = nil }
                if file == nil, opened != settings || SuspendingClock().now >= retryAt {
                    opened = settings
                    retryAt = SuspendingClock().now.advanced(by: Self.retryPause)
                    file = self.open(settings)
                }
                if let file, self.append(batches, to: file) { isDirty = true }
            case .sync:
                file?.sync()
                isDirty = false
            case .end:
                file?.sync()
                self.state.withLock { $0.isDone = true }
                return
            }
        }
    }

    private func open(_ settings: JournalSettings) -> JournalFile? {
        guard let path = settings.path else { return nil }
        do throws(JournalFile.Failure) {
            return try JournalFile(path: path, megabytes: settings.size)
        } catch {
            self.report(error)
            return nil
        }
    }

    private func append(_ batches: [[UInt8]], to file: JournalFile) -> Bool {
        do throws(JournalFile.Failure) {
            for batch in batches { try file.append(batch) }
            return true
        } catch {
            self.report(error)
            return false
        }
    }

    private func report(_ failure: JournalFile.Failure) {
        self.logger.log(
            .error,
            key: "journal \(failure.message)",
            "the journal is not kept",
            metadata: ["reason": "\(failure.message)"]
        )
    }
}
