/// Path arithmetic on texts; nothing is looked up.
enum SourcePath {
    /// What stands before the last slash; empty for a bare name, `/` for a file of the root.
    static func directory(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
    }

    /// `path` as seen from the file that names it.
    static func resolve(_ path: String, in directory: String) -> String {
        if path.hasPrefix("/") || directory.isEmpty { return path }
        return directory.hasSuffix("/") ? directory + path : directory + "/" + path
    }

    /// The path without `.` and with no `..` but at its beginning: what names the same file where no folder is a link.
    static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !path.hasPrefix("/") {
                parts.append(part)
            }
        }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }

    /// The patterns that `{a,b}` alternatives stand for; the pattern itself without any. At most ``alternativesLimit``.
    static func alternatives(of pattern: String) -> [String] {
        var finished: [String] = []
        var open = [Array(pattern.utf8)]
        while let bytes = open.popLast() {
            guard finished.count + open.count < self.alternativesLimit,
                let (range, choices) = self.firstBraces(in: bytes)
            else {
                finished.append(String(decoding: bytes, as: UTF8.self))
                continue
            }
            for choice in choices.reversed() {
                open.append(Array(bytes[..<range.lowerBound]) + choice + Array(bytes[range.upperBound...]))
            }
        }
        return finished
    }

    static let alternativesLimit = 256

    /// The first balanced pair of braces and what its commas separate.
    private static func firstBraces(in bytes: [UInt8]) -> (Range<Int>, [[UInt8]])? {
        guard let start = bytes.firstIndex(of: ASCII.openBrace) else { return nil }
        var depth = 0
        var choices: [[UInt8]] = [[]]
        for index in start..<bytes.count {
            let byte = bytes[index]
            if byte == ASCII.openBrace {
                depth += 1
                if depth == 1 { continue }
            } else if byte == ASCII.closeBrace {
                depth -= 1
                if depth == 0 { return (start..<index + 1, choices) }
            } else if byte == UInt8(ascii: ","), depth == 1 {
                choices.append([])
                continue
            }
            choices[choices.count - 1].append(byte)
        }
        return nil
    }
}
