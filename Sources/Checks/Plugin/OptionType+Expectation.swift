extension OptionType {
    /// What a value of this type looks like, for error messages and the documentation.
    public var expectation: String {
        switch self {
        case .string: "one word, or a text in quotes"
        case .path: "an absolute path"
        case .integer(let range): "an integer from \(range.lowerBound) to \(range.upperBound)"
        case .duration(let range):
            "seconds from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound)) with at most six decimals"
        case .boolean: "true, on, yes, false, off or no"
        case .choice(let choices): "one of \(choices.joined(separator: ", "))"
        case .integerRanges(let range):
            "one or more integers or ranges from \(range.lowerBound) to \(range.upperBound)"
        case .url: "an http:// or https:// URL without user name"
        case .hostAndPort: "HOST:PORT with a port from 1 to 65535"
        case .programName: "the name of a program, not a path"
        case .host: "a host name or an address, with :PORT where one is needed"
        case .numericAddress: "an IPv4 or IPv6 address in figures"
        case .words(let range):
            range.lowerBound == range.upperBound
                ? "\(range.lowerBound) words" : "\(range.lowerBound) to \(range.upperBound) words"
        case .escapedText: "a text in quotes, in which \\r \\n \\t \\0 \\\\ \\\" and \\xHH stand for bytes"
        case .hexBytes: "bytes in hexadecimal digits, two each"
        case .regularExpression: "a POSIX extended regular expression without back-references"
        case .jsonCondition: "POINTER exists, POINTER absent, or POINTER OPERATOR VALUE with == != < <= > >= or =~"
        case .interfaceName: "the name of a network interface, at most 15 bytes"
        case .measurementThreshold:
            "NAME warn RANGE fail RANGE, or one of the two, with ranges such as 10, 10:, ~:10, 10:20 or @10:20"
        case .exitMapping: "a code from 0 to 255 and pass, warn, fail or unknown"
        case .unitName: "the name of a systemd unit"
        }
    }

    /// A value that is valid for this type.
    public var example: String {
        switch self {
        case .string: "\"ok\""
        case .path: "/run/web.sock"
        case .integer(let range): "\(range.lowerBound)"
        case .duration(let range): Self.text(range.contains(0.5) ? 0.5 : range.upperBound)
        case .boolean: "on"
        case .choice(let choices): choices.first ?? "\"\""
        case .integerRanges(let range):
            range.contains(200) && range.contains(299) ? "200-299" : "\(range.lowerBound)-\(range.upperBound)"
        case .url: "http://127.0.0.1/healthz"
        case .hostAndPort: "127.0.0.1:6379"
        case .programName: "nginx"
        case .host: "www.example.org"
        case .numericAddress: "192.0.2.1"
        case .words(let range):
            (0..<max(1, range.lowerBound)).map { ["X-Name", "value", "more"][$0 % 3] }.joined(separator: " ")
        case .escapedText: "\"PING\\r\\n\""
        case .hexBytes: "00 00 00 08 04 d2 16 2f"
        case .regularExpression: "\"^ok$\""
        case .jsonCondition: "/status == ok"
        case .interfaceName: "eth0"
        case .measurementThreshold: "load1 warn 8 fail 16"
        case .exitMapping: "4 warn"
        case .unitName: "nginx.service"
        }
    }

    func mismatch(_ words: [String]) -> OptionError {
        let found =
            words.isEmpty
            ? "nothing"
            : words.map { "'\(OutcomeSanitizer.line($0, limit: 80))'" }.prefix(8).joined(separator: " ")
        return OptionError(expected: self.expectation, found: found, example: self.example)
    }

    private static func text(_ seconds: Double) -> String {
        Int(exactly: seconds).map(String.init) ?? "\(seconds)"
    }
}
