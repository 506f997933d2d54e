extension Sequence<UInt8> {
    /// The bytes without the blanks at both ends.
    var trimmed: [UInt8] {
        var bytes = Array(self.drop(while: ASCII.isBlank))
        while let last = bytes.last, ASCII.isBlank(last) {
            bytes.removeLast()
        }
        return bytes
    }
}
