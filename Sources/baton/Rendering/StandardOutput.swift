/// Results.
enum StandardOutput {
    static func print(_ line: String) {
        LineOutput.standardOutput.print(line)
    }
}
