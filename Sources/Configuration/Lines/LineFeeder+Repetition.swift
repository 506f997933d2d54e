import Checks

extension LineFeeder {
    /// The lines a repetition stands for, in order; nil when the line is none.
    mutating func unrolled(_ line: LogicalLine, directory: String, log: inout DiagnosticLog) -> [LogicalLine]? {
        guard Repetition.isMeant(line.bytes) else { return nil }
        let repetition: Repetition
        do throws(Repetition.Failure) {
            repetition = try Repetition(line.bytes) { bytes in
                guard bytes.contains(ASCII.dollar) else { return bytes }
                let arguments = LogicalLine(
                    source: line.source,
                    bytes: bytes,
                    columns: nil,
                    quoting: .ordinary,
                    depth: line.depth,
                    variables: line.variables
                )
                return self.substitution.replace(in: arguments, directory: directory, log: &log).first.bytes
            }
        } catch {
            self.report(error, of: line, log: &log)
            return []
        }
        let bytes = Array(line.bytes[repetition.textStart...])
        var text = LogicalLine(
            source: line.source,
            bytes: bytes,
            columns: bytes.indices.map { line.column(at: repetition.textStart + $0) },
            quoting: line.quoting,
            depth: line.depth
        )
        self.substitution.budget -= repetition.rows.count * (Substitution.lineCost + bytes.count)
        guard self.substitution.budget >= 0 else {
            self.report(.arguments("it and what it repeats grow beyond all measure"), of: line, log: &log)
            return []
        }
        return repetition.rows.map { row in
            text.variables = line.variables
            for (name, value) in zip(repetition.variables, row) {
                text.variables[name] = value
            }
            return text
        }
    }

    private func report(_ failure: Repetition.Failure, of line: LogicalLine, log: inout DiagnosticLog) {
        let start = line.bytes.firstIndex(of: ASCII.tilde) ?? 0
        let word = Word(
            text: "~",
            column: line.column(at: start),
            length: 4,
            line: line.source
        )
        switch failure {
        case .noParentheses:
            log.error(
                word,
                "this repetition cannot be read",
                fix: "write it as ~SEQ(v,start,end) text or ~LST(v,a,b) text",
                category: .syntax
            )
        case .arguments(let reason):
            log.error(word, "this repetition cannot be read: \(reason)", category: .syntax)
        }
    }
}
