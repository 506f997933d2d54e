/// One outcome on its way from the checker to the router.
public struct CheckReport: Hashable, Sendable {
    public var check: String
    /// The configuration the check ran under; a report from before a check was changed is not evidence of it.
    public var generation: UInt32
    public var outcome: CheckOutcome
    /// How many runs it stands for, at least 1: a check that runs many times a second is not reported each time it
    /// repeats itself. What counts towards `rise`, `fall` or a window is never left out.
    public var runs: UInt32

    public init(check: String, generation: UInt32, outcome: CheckOutcome, runs: UInt32 = 1) {
        self.check = check
        self.generation = generation
        self.outcome = outcome
        self.runs = runs
    }

    package func write(to writer: inout WireWriter) {
        writer.write(self.check)
        writer.write(self.generation)
        writer.write(self.runs)
        self.outcome.write(to: &writer)
    }

    package init(reading reader: inout WireReader) throws(WireError) {
        self.check = try reader.string()
        self.generation = try reader.integer()
        self.runs = try reader.integer()
        self.outcome = try CheckOutcome(reading: &reader)
    }
}
