/// A line for the operator that is no cause of anything.
package struct LogLine: Hashable, Sendable {
    package var level: Level
    package var text: String
    /// The instance it concerns.
    package var instance: String?

    package enum Level: UInt8, Hashable, Sendable {
        case debug
        case info
        case warning
        case error
    }

    package init(_ level: Level, _ text: String, instance: String? = nil) {
        self.level = level
        self.text = text
        self.instance = instance
    }
}
