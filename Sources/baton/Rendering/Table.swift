/// Columns of text, each as wide as its widest cell.
struct Table {
    private var rows: [[String]]
    private let indentation: String

    /// - Parameter header: The first row; empty = none.
    init(_ header: [String] = [], indentation: String = "") {
        self.rows = header.isEmpty ? [] : [header]
        self.indentation = indentation
    }

    mutating func add(_ row: [String]) {
        self.rows.append(row)
    }

    var text: String {
        var widths: [Int] = []
        for row in self.rows {
            for (index, cell) in row.enumerated() {
                if index == widths.count { widths.append(0) }
                widths[index] = max(widths[index], cell.count)
            }
        }
        return self.rows.map { row in
            let cells = row.enumerated().map { index, cell in
                index == row.count - 1 ? cell : cell.padded(to: widths[index])
            }
            return self.indentation + cells.joined(separator: "  ").trimmedEnd
        }.joined(separator: "\n")
    }
}

extension String {
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - self.count))
    }

    fileprivate var trimmedEnd: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
