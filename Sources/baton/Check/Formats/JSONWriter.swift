/// One object for each run, schema `check-run/v1`.
struct JSONWriter: RunWriter {
    func add(_ report: RunReport) throws -> String? {
        try JSONOutput.line(RunDocument(report))
    }
}
