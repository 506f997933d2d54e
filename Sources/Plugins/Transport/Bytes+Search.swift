extension Collection<UInt8> {
    /// Whether `sequence` occurs; an empty one always does.
    func contains(sequence: some Collection<UInt8>) -> Bool {
        self.firstRange(of: Array(sequence)) != nil
    }

    /// Where `sequence` occurs first; an empty one does at the beginning.
    func firstRange(of sequence: [UInt8]) -> Range<Index>? {
        guard let first = sequence.first else { return self.startIndex..<self.startIndex }
        var start = self.startIndex
        while let index = self[start...].firstIndex(of: first) {
            if self[index...].starts(with: sequence) {
                return index..<self.index(index, offsetBy: sequence.count)
            }
            start = self.index(after: index)
        }
        return nil
    }
}
