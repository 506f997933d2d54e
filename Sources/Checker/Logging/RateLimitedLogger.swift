import Logging
import Synchronization

/// A logger that says a recurring thing at most once a minute, with the number of times it was left out.
struct RateLimitedLogger: Sendable {
    let logger: Logger
    private let memory = Memory()

    static let pause = Duration.seconds(60)
    /// Keys are made of names in the configuration; after reloads, old ones need not be kept.
    private static let keyLimit = 4096

    private final class Memory: Sendable {
        struct Entry {
            var last: SuspendingClock.Instant
            var suppressed: Int
        }

        let entries = Mutex([String: Entry]())
        /// By kind; there are few.
        let budgets = Mutex([String: LineBudget]())
    }

    init(_ logger: Logger) {
        self.logger = logger
    }

    /// - Parameter key: What recurs.
    func log(
        _ level: Logger.Level,
        key: String,
        _ message: @autoclosure () -> Logger.Message,
        metadata: @autoclosure () -> Logger.Metadata
    ) {
        let now = SuspendingClock().now
        let suppressed: Int? = self.memory.entries.withLock { entries in
            if let entry = entries[key], entry.last.duration(to: now) < Self.pause {
                entries[key]?.suppressed += 1
                return nil
            }
            if entries.count >= Self.keyLimit { entries.removeAll() }
            let suppressed = entries[key]?.suppressed ?? 0
            entries[key] = Memory.Entry(last: now, suppressed: 0)
            return suppressed
        }
        guard let suppressed else { return }
        // The keys of a kind begin with the same word.
        self.log(level, kind: String(key.prefix { $0 != " " }), message()) {
            var metadata = metadata()
            if suppressed > 0 { metadata["suppressed"] = "\(suppressed)" }
            return metadata
        }
    }

    /// As many lines of a kind as its ``LineBudget`` allows, with the number of those that were left out before.
    func log(
        _ level: Logger.Level,
        kind: String,
        _ message: @autoclosure () -> Logger.Message,
        metadata: () -> Logger.Metadata
    ) {
        let now = MonotonicInstant.now
        guard let leftOut = self.memory.budgets.withLock({ $0[kind, default: LineBudget()].take(at: now) }) else {
            return
        }
        var metadata = metadata()
        if leftOut > 0 { metadata["left_out"] = "\(leftOut)" }
        self.logger.log(level: level, message(), metadata: metadata)
    }
}
