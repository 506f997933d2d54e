import Checks

/// `~SEQ` and `~LST` lines, which stand for several lines.
enum Repetition {
    /// - Returns: nil when the line is no repetition.
    static func unrolled(_ line: LogicalLine, log: inout DiagnosticLog, budget: inout Int) -> [LogicalLine]? {
        guard let start = line.bytes.firstIndex(where: { !ASCII.isBlank($0) }), line.bytes[start] == ASCII.tilde,
            line.bytes[start...].starts(with: "~SEQ".utf8) || line.bytes[start...].starts(with: "~LST".utf8)
        else { return nil }
        log.error(
            Word(
                text: "~",
                location: SourceLocation(
                    file: line.source.file,
                    line: line.source.number,
                    column: line.column(at: start)
                ),
                length: 4,
                line: line.source
            ),
            "~SEQ and ~LST are not supported yet",
            fix: "write the lines out",
            category: .unsupported
        )
        return []
    }
}
