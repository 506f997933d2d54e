/// The changes of one file as `diff -u` writes them, for `patch -p1`.
package struct UnifiedDiff: Hashable, Sendable {
    private let path: String
    private let lines: [[UInt8]]
    private let endsWithNewline: Bool
    /// What stands in the place of each line, or before it.
    private let changes: [Int: Change]

    private struct Change: Hashable {
        var inserted: [[UInt8]] = []
        /// nil where the line stays.
        var replacement: [UInt8]?
    }

    /// - Parameters:
    ///   - text: Of the file as it is.
    ///   - edits: Of this file.
    package init(path: String, text: [UInt8], edits: [TextEdit]) {
        self.path = path
        self.lines = Self.lines(of: text)
        self.endsWithNewline = text.isEmpty || text.last == UInt8(ascii: "\n")
        var changes: [Int: Change] = [:]
        // From the end of a line to its beginning, so that no edit moves another.
        for edit in edits.sorted(by: { Self.start(of: $0) > Self.start(of: $1) }) {
            let index = edit.line - 1
            guard self.lines.indices.contains(index) else { continue }
            switch edit.change {
            case .insert(let line):
                let isCarriageReturned = self.lines[index].last == UInt8(ascii: "\r")
                changes[index, default: Change()].inserted.append(Array((line + (isCarriageReturned ? "\r" : "")).utf8))
            case .replace(let range, let text):
                var line = changes[index]?.replacement ?? self.lines[index]
                guard range.upperBound <= line.count else { continue }
                line.replaceSubrange(range, with: Array(text.utf8))
                changes[index, default: Change()].replacement = line
            }
        }
        self.changes = changes.filter { !$0.value.inserted.isEmpty || $0.value.replacement != nil }
    }

    /// Without their ends.
    package static func lines(of text: [UInt8]) -> [[UInt8]] {
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private static func start(of edit: TextEdit) -> Int {
        switch edit.change {
        case .replace(let range, _): range.lowerBound
        case .insert: -1
        }
    }

    /// The whole file with its changes.
    package var result: [UInt8] {
        var lines: [[UInt8]] = []
        for (index, line) in self.lines.enumerated() {
            lines += self.changes[index]?.inserted ?? []
            lines.append(self.changes[index]?.replacement ?? line)
        }
        return Array(lines.joined(separator: [UInt8(ascii: "\n")])) + (self.endsWithNewline ? [UInt8(ascii: "\n")] : [])
    }

    /// Empty where nothing changes.
    package var text: String {
        guard !self.changes.isEmpty else { return "" }
        let name = self.path.first == "/" ? String(self.path.dropFirst()) : self.path
        var text = "--- a/\(name)\n+++ b/\(name)\n"
        var shift = 0
        for hunk in self.hunks { text += self.text(of: hunk, shift: &shift) }
        return text
    }

    /// Three lines around each change; those that touch are one.
    private var hunks: [Range<Int>] {
        var hunks: [Range<Int>] = []
        for index in self.changes.keys.sorted() {
            let range = max(0, index - 3)..<min(self.lines.count, index + 4)
            if let last = hunks.last, last.upperBound >= range.lowerBound {
                hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
            } else {
                hunks.append(range)
            }
        }
        return hunks
    }

    private func text(of hunk: Range<Int>, shift: inout Int) -> String {
        var body = ""
        var added = 0
        for index in hunk {
            let change = self.changes[index] ?? Change()
            for line in change.inserted {
                body += "+\(String(decoding: line, as: UTF8.self))\n"
                added += 1
            }
            let line = String(decoding: self.lines[index], as: UTF8.self)
            let isCut = index == self.lines.count - 1 && !self.endsWithNewline
            let end = isCut ? "\n\\ No newline at end of file\n" : "\n"
            if let replacement = change.replacement {
                body += "-\(line)\(end)+\(String(decoding: replacement, as: UTF8.self))\(end)"
            } else {
                body += " \(line)\(end)"
            }
        }
        let head = "@@ -\(hunk.lowerBound + 1),\(hunk.count) +\(hunk.lowerBound + 1 + shift),\(hunk.count + added) @@\n"
        shift += added
        return head + body
    }
}
