import Checks

/// What a curl command line asks, where the `http` plugin asks the very same.
struct CurlCommand: Hashable {
    let url: String
    /// As they stand in the plugin's block.
    let options: [String]
    /// `--max-time`.
    let timeLimit: Duration?

    /// nil for anything whose meaning is not the same to the letter, such as redirects that are followed elsewhere.
    init?(_ arguments: [String]) {
        guard let program = arguments.first, program.split(separator: "/").last == "curl" else { return nil }
        var request = Draft()
        var rest = arguments.dropFirst()
        while let word = rest.popFirst() {
            if word.hasPrefix("--") {
                guard request.take(String(word.dropFirst(2)), rest: &rest) else { return nil }
            } else if word.hasPrefix("-"), word.count > 1 {
                guard request.take(letters: word.dropFirst(), rest: &rest) else { return nil }
            } else {
                guard request.url == nil else { return nil }
                request.url = word
            }
        }
        guard let url = request.absoluteURL else { return nil }
        self.url = url
        self.options = request.options
        self.timeLimit = request.timeLimit
    }

    private struct Draft {
        var url: String?
        var failsOnError = false
        var isInsecure = false
        var asksHead = false
        var timeLimit: Duration?

        /// Without a scheme curl guesses by the host's name; only the ordinary guess is followed.
        var absoluteURL: String? {
            guard let url = self.url, !url.contains("["), !url.contains("{"), !url.contains("@") else { return nil }
            if url.hasPrefix("http://") || url.hasPrefix("https://") { return url }
            guard !url.contains("://"), !url.hasPrefix("ftp"), !url.hasPrefix("/") else { return nil }
            return "http://\(url)"
        }

        /// curl passes whatever is answered; with `--fail`, what is below 400.
        var options: [String] {
            var options = ["expect_status \(self.failsOnError ? "100-399" : "100-599")"]
            if self.isInsecure { options.append("verify off") }
            if self.asksHead { options.append("method HEAD") }
            return options
        }

        mutating func take(_ name: String, rest: inout ArraySlice<String>) -> Bool {
            switch name {
            case "fail": self.failsOnError = true
            case "silent", "show-error", "no-progress-meter", "no-keepalive": break
            case "insecure": self.isInsecure = true
            case "head": self.asksHead = true
            case "output": return rest.popFirst() != nil
            case "max-time": return self.limit(rest.popFirst())
            default: return false
            }
            return true
        }

        mutating func take(letters: Substring, rest: inout ArraySlice<String>) -> Bool {
            var letters = letters
            while let letter = letters.popFirst() {
                switch letter {
                case "f": self.failsOnError = true
                case "s", "S": break
                case "k": self.isInsecure = true
                case "I": self.asksHead = true
                case "o", "m":
                    let value = letters.isEmpty ? rest.popFirst() : String(letters)
                    return letter == "m" ? self.limit(value) : value != nil
                default: return false
                }
            }
            return true
        }

        private mutating func limit(_ text: String?) -> Bool {
            guard let text, let seconds = Double(text), seconds > 0, seconds < 1_000_000 else { return false }
            self.timeLimit = .milliseconds(Int64(seconds * 1000))
            return true
        }
    }
}
