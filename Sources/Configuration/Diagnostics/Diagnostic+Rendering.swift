import Checks

extension Diagnostic {
    /// The diagnostic for a terminal or a log: `FILE:LINE:COLUMN: SEVERITY: MESSAGE`, the line with a caret under the
    /// place, and the fix. Control characters of the file never reach the terminal.
    package func rendered() -> String {
        var text = "\(self.heading): \(self.severity.name): \(Diagnostic.printable(self.message))"
        if self.location.line > 0, let excerpt = self.excerpt {
            let caret =
                String(repeating: " ", count: excerpt.caret) + "^" + String(repeating: "~", count: excerpt.length - 1)
            text += "\n    \(excerpt.text)\n    \(caret)"
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

    /// Control characters as blanks, so that a file cannot speak to the terminal; and those that turn the direction of
    /// writing, so that it cannot show another line than the one it has.
    package static func printable(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0..<32, 127..<160, 0x202a...0x202e, 0x2066...0x2069: scalars.append(" ")
            default: scalars.append(scalar)
            }
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
