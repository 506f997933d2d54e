import Glibc
package import Logging
import Synchronization

/// Writes log events as ``LogLine`` to standard error, and never waits for its reader.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let source: String
    private let output: StandardErrorWriter

    /// - Parameter source: The process: `checker`.
    package init(source: String, level: Logger.Level = .info) {
        self.source = source
        self.logLevel = level
        self.output = StandardErrorWriter.shared
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var fields = self.metadata
        if let provided = self.metadataProvider?.get() { fields.merge(provided) { $1 } }
        if let own = event.metadata { fields.merge(own) { $1 } }
        if let error = event.error { fields["error"] = "\(error)" }
        let text = event.message.description
        let line = self.line(
            event.level,
            text,
            fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value.description) }
        )
        self.output.write(line) { lost in
            self.line(.warning, "log lines were lost: their reader does not keep up", [("lost", "\(lost)")])
        }
    }

    private func line(_ level: Logger.Level, _ message: String, _ fields: [(key: String, value: String)]) -> String {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return LogLine.format(
            secondsSince1970: Int64(time.tv_sec),
            microseconds: Int64(time.tv_nsec) / 1000,
            level: level.rawValue,
            source: self.source,
            message: message,
            fields: fields
        )
    }
}
