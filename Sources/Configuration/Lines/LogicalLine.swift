/// A line as the grammar sees it: comment cut, conditions decided, definitions replaced.
struct LogicalLine: Sendable {
    let source: SourceLine
    var bytes: [UInt8]
    /// Where each byte stands in `source`, counted from 1; nil while nothing was replaced.
    var columns: [Int]?
    var quoting: Quoting
    /// How many definitions of several lines led to this line.
    var depth = 0
    /// The variables of the repetitions this line comes from.
    var variables: [String: String] = [:]

    /// The column of a byte in the file, or one past the line's end.
    func column(at index: Int) -> Int {
        guard let columns = self.columns else { return index + 1 }
        return index < columns.count ? columns[index] : (columns.last ?? 0) + 1
    }
}
