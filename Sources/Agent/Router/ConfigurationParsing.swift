import Configuration
import LinuxIO

/// A configuration on its way from bytes to a value, on a thread of its own: with thousands of checks that takes longer
/// than an advertisement may be late.
struct ConfigurationParsing {
    let bytes: [UInt8]
    let generation: UInt32
    /// Whether the supervisor has found it good: false = not yet, nil = it has refused it.
    var isGood: Bool?
    let task: BackgroundTask<AgentConfiguration?>

    init(_ bytes: [UInt8], generation: UInt32, isGood: Bool) throws(SystemError) {
        self.bytes = bytes
        self.generation = generation
        self.isGood = isGood
        self.task = try BackgroundTask { Self.configuration(of: bytes) }
    }

    /// The same bytes the supervisor has found good; nil if they did not arrive whole.
    static func configuration(of bytes: [UInt8]) -> AgentConfiguration? {
        guard let bundle = try? SourceBundle(decoding: bytes) else { return nil }
        return bundle.parsed().configuration
    }
}
