/// Turns runs into one of the formats, as they come. Pure: whoever has it prints.
protocol RunWriter: Sendable {
    /// Takes a run.
    ///
    /// - Returns: What is to be printed now, without the last line's end; nil = nothing yet.
    mutating func add(_ report: RunReport) throws -> String?

    /// - Parameter isInterrupted: Whether runs are missing.
    /// - Returns: What is to be printed at the end; nil = nothing.
    func ending(isInterrupted: Bool) -> String?
}

extension RunWriter {
    func ending(isInterrupted: Bool) -> String? { nil }
}
