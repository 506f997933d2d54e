/// A `~SEQ`, `~SEQx` or `~LST` line, which stands for one line per value.
///
/// `~SEQ(v,[start,[step,]]end) text` counts, `~SEQx` in hexadecimal; `~LST(v,a,b) text` and
/// `~LST({v,w},{a,b},{c,d}) text` go through values. The text may be a repetition again.
struct Repetition: Sendable {
    /// What the text may refer to.
    let variables: [String]
    /// One row per line; as many values as variables.
    let rows: [[String]]
    /// Where the text starts on the line.
    let textStart: Int

    enum Failure: Error {
        case noParentheses
        case arguments(String)
    }

    /// No repetition goes on longer than this.
    static let rowLimit = 8192

    /// Whether a line is meant as one.
    static func isMeant(_ bytes: [UInt8]) -> Bool {
        guard let start = bytes.firstIndex(where: { !ASCII.isBlank($0) }), bytes[start] == ASCII.tilde else {
            return false
        }
        return bytes[start...].starts(with: "~SEQ".utf8) || bytes[start...].starts(with: "~LST".utf8)
    }

    /// - Parameter replace: Gives the arguments with their definitions replaced.
    init(_ bytes: [UInt8], replace: ([UInt8]) -> [UInt8]) throws(Failure) {
        let start = bytes.firstIndex(of: ASCII.tilde) ?? 0
        guard let open = bytes.firstIndex(of: UInt8(ascii: "(")), let close = Repetition.end(of: bytes, from: open)
        else { throw .noParentheses }
        let name = bytes[start..<open].trimmed
        let items = Repetition.items(of: replace(Array(bytes[open + 1..<close])))
        if name.elementsEqual("~LST".utf8) {
            (self.variables, self.rows) = try Repetition.list(items)
        } else if name.elementsEqual("~SEQ".utf8) || name.elementsEqual("~SEQx".utf8) {
            self.variables = [try Repetition.variable(items.first)]
            self.rows = try Repetition.sequence(items.dropFirst(), isHexadecimal: name.last == UInt8(ascii: "x"))
        } else {
            throw .noParentheses
        }
        self.textStart = close + 1
    }

    /// Where the parenthesis at `open` closes.
    private static func end(of bytes: [UInt8], from open: Int) -> Int? {
        var depth = 0
        for index in open..<bytes.count {
            if bytes[index] == UInt8(ascii: "(") { depth += 1 }
            if bytes[index] == UInt8(ascii: ")") { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    /// The arguments between commas; a group in braces is one of them.
    private static func items(of bytes: [UInt8]) -> [[UInt8]] {
        var items: [[UInt8]] = [[]]
        var isInGroup = false
        for byte in bytes {
            if byte == ASCII.openBrace { isInGroup = true }
            if byte == ASCII.closeBrace { isInGroup = false }
            if byte == UInt8(ascii: ","), !isInGroup {
                items.append([])
            } else {
                items[items.count - 1].append(byte)
            }
        }
        return items.map(\.trimmed)
    }

    private static func variable(_ item: [UInt8]?) throws(Failure) -> String {
        guard let item, let first = item.first, ASCII.startsName(first), item.allSatisfy(ASCII.continuesName) else {
            throw .arguments("expected the name of a variable first")
        }
        return String(decoding: item, as: UTF8.self)
    }

    private static func sequence(_ items: ArraySlice<[UInt8]>, isHexadecimal: Bool) throws(Failure) -> [[String]] {
        var numbers: [Int] = []
        for item in items {
            guard let number = self.number(item) else {
                throw .arguments("\(Word.quoted(String(decoding: item, as: UTF8.self))) is no whole number")
            }
            numbers.append(number)
        }
        guard let end = numbers.last, numbers.count <= 3 else {
            throw .arguments("expected [start,[step,]]end behind the variable")
        }
        // keepalived counts away from zero where only the end is given.
        let start = numbers.count > 1 ? numbers[0] : (end < 0 ? -1 : 1)
        let step = numbers.count > 2 ? numbers[1] : (start <= end ? 1 : -1)
        guard step != 0, start == end || (start < end) == (step > 0) else {
            throw .arguments("step \(step) never leads from \(start) to \(end)")
        }
        guard !isHexadecimal || min(start, end) >= 0 else {
            throw .arguments("~SEQx expects numbers of 0 and more")
        }
        guard abs(end - start) / abs(step) < self.rowLimit else {
            throw .arguments("more than \(self.rowLimit) values")
        }
        return stride(from: start, through: end, by: step).map { [String($0, radix: isHexadecimal ? 16 : 10)] }
    }

    /// Decimal, hexadecimal behind `0x`, or octal behind `0`, as strtol(3) reads it.
    private static func number(_ item: [UInt8]) -> Int? {
        var digits = Substring(decoding: item, as: UTF8.self)
        let isNegative = digits.hasPrefix("-")
        if isNegative || digits.hasPrefix("+") { digits.removeFirst() }
        var radix = 10
        if digits.hasPrefix("0x") || digits.hasPrefix("0X") {
            digits = digits.dropFirst(2)
            radix = 16
        } else if digits.hasPrefix("0"), digits.utf8.count > 1 {
            digits = digits.dropFirst()
            radix = 8
        }
        guard (1...12).contains(digits.utf8.count), digits.utf8.first.map(ASCII.isSign) == false,
            let value = Int(digits, radix: radix)
        else { return nil }
        return isNegative ? -value : value
    }

    private static func list(_ items: [[UInt8]]) throws(Failure) -> ([String], [[String]]) {
        guard let head = items.first, items.count > 1 else {
            throw .arguments("expected a variable and at least one value")
        }
        guard items.count <= self.rowLimit else { throw .arguments("more than \(self.rowLimit) values") }
        guard head.first == ASCII.openBrace else {
            return ([try self.variable(head)], items.dropFirst().map { [String(decoding: $0, as: UTF8.self)] })
        }
        var variables: [String] = []
        for item in self.group(head) {
            variables.append(try self.variable(item))
        }
        var rows: [[String]] = []
        for item in items.dropFirst() {
            let values = self.group(item)
            guard values.count <= variables.count else {
                throw .arguments("expected at most \(variables.count) values in braces each time")
            }
            // What is missing is empty, as in keepalived.
            let missing = Array(repeating: "", count: variables.count - values.count)
            rows.append(values.map { String(decoding: $0, as: UTF8.self) } + missing)
        }
        return (variables, rows)
    }

    /// What stands in a pair of braces, between commas.
    private static func group(_ item: [UInt8]) -> [[UInt8]] {
        let inner = item.dropFirst(item.first == ASCII.openBrace ? 1 : 0)
        return inner.dropLast(inner.last == ASCII.closeBrace ? 1 : 0)
            .split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(\.trimmed)
    }
}
