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
        /// `journal off`
        case close
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
        /// When what was written first since the last time is to be on the disk.
        var syncAt: SuspendingClock.Instant?
        /// When a file that could not be opened or written is tried again.
        var retryAt: SuspendingClock.Instant?
        while true {
            switch self.turn(opened, syncAt: syncAt, retryAt: retryAt) {
            case .write(let batches, let settings):
                if opened != settings { (file, opened) = (nil, settings) }
                let rest = self.write(batches, to: &file, settings)
                if rest.count < batches.count {
                    syncAt = syncAt ?? SuspendingClock().now.advanced(by: Self.syncPause)
                }
                retryAt = rest.isEmpty ? nil : SuspendingClock().now.advanced(by: Self.retryPause)
                if !rest.isEmpty { self.putBack(rest) }
            case .sync:
                file?.sync()
                syncAt = nil
            case .close:
                file?.sync()
                (file, opened, syncAt, retryAt) = (nil, JournalSettings(path: nil), nil, nil)
            case .end:
                file?.sync()
                self.state.withLock { $0.isDone = true }
                return
            }
        }
    }

    /// Waits for something to do.
    private func turn(
        _ opened: JournalSettings,
        syncAt: SuspendingClock.Instant?,
        retryAt: SuspendingClock.Instant?
    ) -> Turn {
        self.state.wait { state -> Monitor<State>.Wait<Turn> in
            let now = SuspendingClock().now
            if let syncAt, syncAt <= now { return .done(.sync) }
            if let settings = state.settings, !state.waiting.isEmpty, settings.path != nil,
                state.isClosed || settings != opened || retryAt.map({ $0 <= now }) ?? true
            {
                defer { (state.waiting, state.waitingBytes) = ([], 0) }
                return .done(.write(state.waiting, settings))
            }
            if state.settings?.path == nil, state.settings != nil, opened.path != nil { return .done(.close) }
            if state.isClosed { return .done(.end) }
            let next = [syncAt, state.waiting.isEmpty ? nil : retryAt].compactMap { $0 }.min()
            return .wait(next.map { now.duration(to: $0) })
        }
    }

    /// - Returns: What could not be written.
    private func write(_ batches: [[UInt8]], to file: inout JournalFile?, _ settings: JournalSettings) -> [[UInt8]] {
        for (position, batch) in batches.enumerated() {
            do throws(JournalFile.Failure) {
                if file == nil, let path = settings.path {
                    file = try JournalFile(path: path, megabytes: settings.size)
                }
                try file?.append(batch)
            } catch {
                self.report(error)
                return Array(batches[position...])
            }
        }
        return []
    }

    /// They are older than what has come since.
    private func putBack(_ batches: [[UInt8]]) {
        self.state.withLock { state in
            // Who ends does not try again.
            guard !state.isClosed else { return }
            state.waiting = batches + state.waiting
            state.waitingBytes += batches.reduce(0) { $0 + $1.count }
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
