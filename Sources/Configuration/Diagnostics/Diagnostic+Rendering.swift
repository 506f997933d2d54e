import Checks

extension Diagnostic {
    /// The diagnostic for a terminal or a log: `FILE:LINE:COLUMN: SEVERITY: MESSAGE`, the line with a caret under the
    /// place, and the fix. Control characters of the file never reach the terminal.
    package func rendered() -> String {
        var text = "\(self.heading): \(self.severity.name): \(Diagnostic.printable(self.message))"
        if self.location.line > 0, !self.sourceLine.isEmpty {
            let (line, caret) = self.excerpt()
            text += "\n    \(line)\n    \(caret)"
        }
        if let fix = self.fix {
            text += "\n    fix: \(Diagnostic.printable(fix))"
        }
        return text
    }

    private var heading: String {
        let file = Diagnostic.printable(self.location.file)
        return self.location.line > 0 ? "\(file):\(self.location.line):\(self.location.column)" : file
    }

    /// The part of the line around the place, and the caret line for it.
    private func excerpt() -> (line: String, caret: String) {
        let bytes = Array(self.sourceLine.utf8)
        let column = min(max(0, self.location.column - 1), bytes.count)
        let start = column > Diagnostic.excerptWidth / 2 ? column - Diagnostic.excerptWidth / 2 : 0
        let end = min(bytes.count, start + Diagnostic.excerptWidth)
        let line = Diagnostic.printable(String(decoding: bytes[start..<end], as: UTF8.self))
        // A byte of a multi-byte character takes no place of its own; a tab takes one, as ``printable`` prints it.
        let before = Diagnostic.printable(String(decoding: bytes[start..<column], as: UTF8.self)).unicodeScalars.count
        let marked = min(max(1, self.length), max(1, end - column))
        return (line, String(repeating: " ", count: before) + "^" + String(repeating: "~", count: marked - 1))
    }

    private static let excerptWidth = 160

    /// Control characters as blanks, so that a file cannot speak to the terminal.
    private static func printable(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 32 || (127..<160).contains(scalar.value)
            scalars.append(isControl ? " " : scalar)
        }
        return String(scalars)
    }
}

extension Diagnostic.Severity {
    /// `notice`, `warning`, `error`.
    package var name: String {
        switch self {
        case .notice: "notice"
        case .warning: "warning"
        case .error: "error"
        }
    }
}
