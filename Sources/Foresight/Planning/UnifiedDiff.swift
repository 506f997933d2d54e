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
    ///   - path: Without control characters, quotes and backslashes, which `patch` reads as something else.
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

    /// As people read it: what is not UTF-8 is replaced, so that it need not apply.
    package var text: String { String(decoding: self.bytes, as: UTF8.self) }

    /// Empty where nothing changes. The lines are those of the file, whatever their encoding.
    package var bytes: [UInt8] {
        guard !self.changes.isEmpty else { return [] }
        let path = self.path.first == "/" ? String(self.path.dropFirst()) : self.path
        // A name with spaces ends at a tab, as behind it there may be a date.
        let name = path.contains(" ") ? "\(path)\t" : path
        var bytes = Array("--- a/\(name)\n+++ b/\(name)\n".utf8)
        var shift = 0
        for hunk in self.hunks { bytes += self.bytes(of: hunk, shift: &shift) }
        return bytes
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

    private func bytes(of hunk: Range<Int>, shift: inout Int) -> [UInt8] {
        var body: [UInt8] = []
        func add(_ sign: Character, _ line: [UInt8], isCut: Bool = false) {
            body += Array("\(sign)".utf8) + line + Array((isCut ? "\n\\ No newline at end of file\n" : "\n").utf8)
        }
        var added = 0
        for index in hunk {
            let change = self.changes[index] ?? Change()
            for line in change.inserted {
                add("+", line)
                added += 1
            }
            let isCut = index == self.lines.count - 1 && !self.endsWithNewline
            if let replacement = change.replacement {
                add("-", self.lines[index], isCut: isCut)
                add("+", replacement, isCut: isCut)
            } else {
                add(" ", self.lines[index], isCut: isCut)
            }
        }
        let head = "@@ -\(hunk.lowerBound + 1),\(hunk.count) +\(hunk.lowerBound + 1 + shift),\(hunk.count + added) @@\n"
        shift += added
        return Array(head.utf8) + body
    }
}
