import Checks

/// Joins the parts of a configuration as they come in.
struct ConfigurationAssembly: Sendable {
    private var generation: UInt32?
    private var bytes: [UInt8] = []

    /// More than any configuration; a sender that never ends must not take all memory.
    static let limit = 256 << 20

    /// - Returns: The whole configuration, when this was its last part. Parts of another generation begin anew.
    mutating func add(_ part: [UInt8], generation: UInt32, isLast: Bool) -> [UInt8]? {
        if self.generation != generation {
            self.generation = generation
            self.bytes = []
        }
        guard self.bytes.count + part.count <= Self.limit else {
            self.generation = nil
            self.bytes = []
            return nil
        }
        self.bytes += part
        guard isLast else { return nil }
        defer {
            self.generation = nil
            self.bytes = []
        }
        return self.bytes
    }
}
