/// Everything that is no result.
enum StandardError {
    static func print(_ line: String) {
        LineOutput.standardError.print(line)
    }
}
