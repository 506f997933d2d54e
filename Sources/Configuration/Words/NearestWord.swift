/// Finds what an operator probably meant.
package enum NearestWord {
    /// The candidate that is fewest edits away: at most one third of the word, and never more than three.
    package static func find(_ word: String, in candidates: some Sequence<String>) -> String? {
        let bytes = Array(word.utf8)
        guard !bytes.isEmpty, bytes.count <= self.lengthLimit else { return nil }
        let limit = min(3, max(1, bytes.count / 3))
        var best: (distance: Int, word: String)?
        for candidate in candidates where abs(candidate.utf8.count - bytes.count) <= limit {
            let distance = self.distance(bytes, Array(candidate.utf8))
            guard distance <= limit else { continue }
            if let found = best, (found.distance, found.word) <= (distance, candidate) { continue }
            best = (distance, candidate)
        }
        return best?.word
    }

    private static let lengthLimit = 64

    /// Damerau–Levenshtein distance in its restricted form: insertions, deletions, substitutions, and swaps of
    /// neighbours, in bytes; upper and lower case are equal.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var before: [Int] = []
        var previous = Array(0...right.count)
        for (row, leftByte) in left.enumerated() {
            var current = [row + 1]
            for (column, rightByte) in right.enumerated() {
                let isSame = self.lowercased(leftByte) == self.lowercased(rightByte)
                var cost = min(previous[column + 1] + 1, current[column] + 1, previous[column] + (isSame ? 0 : 1))
                if row > 0, column > 0, leftByte == right[column - 1], left[row - 1] == rightByte {
                    cost = min(cost, before[column - 1] + 1)
                }
                current.append(cost)
            }
            before = previous
            previous = current
        }
        return previous[right.count]
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
