import Checks

/// What a check proves its identity with, from files that are read before each run.
struct HTTPCredentials: Sendable {
    enum Scheme: Sendable {
        case basic, bearer, proxy

        /// The option it comes from.
        var option: String {
            switch self {
            case .basic: HTTPPlugin.Option.basicAuthFile
            case .bearer: HTTPPlugin.Option.bearerFile
            case .proxy: HTTPPlugin.Option.proxyAuthFile
            }
        }
    }

    /// Bytes; the longest tokens are a few KiB.
    private static let limit = 64 * 1024

    let scheme: Scheme
    private let file: PrivateFile

    init(_ scheme: Scheme, path: String) {
        self.scheme = scheme
        self.file = PrivateFile(path, limit: Self.limit)
    }

    /// What must not be shown: the file's text, the password in it, and what they look like in a header.
    var secrets: [String] {
        guard let text = self.file.text else { return [] }
        switch self.scheme {
        case .bearer: return [text]
        case .basic, .proxy:
            let password = text.firstIndex(of: ":").map { String(text[$0...].dropFirst()) }
            return [text, password ?? "", Base64.text(text.utf8)]
        }
    }

    /// Reads the file and completes the request with it; false after a failure.
    func apply(to request: inout HTTPRequest, _ findings: inout Findings) async -> Bool {
        let option = self.scheme.option
        switch await self.file.read() {
        case .failure(let failure):
            let summary = "\(option): \(failure.message)"
            findings.add(.unknown, failure.reason, option, expected: "a file", got: failure.message, summary: summary)
            return false
        case .success(let content):
            let text = PrivateFile.line(content.bytes)
            guard self.isUsable(text) else {
                let expected = self.scheme == .bearer ? "one line with a token" : "one line with USER:PASSWORD"
                findings.add(
                    .unknown,
                    .fileContent,
                    option,
                    expected: expected,
                    got: "something else",
                    summary: "\(option): expected \(expected) in \(self.file.path)"
                )
                return false
            }
            findings.add(
                content.isExposed ? .warn : .pass,
                .fileExposed,
                option,
                expected: "a file others may not read",
                got: "mode \(content.mode)",
                summary: "others may read \(self.file.path) (mode \(content.mode)); run: chmod o-rwx \(self.file.path)"
            )
            switch self.scheme {
            case .basic: request.headers.append("Authorization: Basic \(Base64.text(text.utf8))")
            case .bearer: request.headers.append("Authorization: Bearer \(text)")
            case .proxy: request.proxyUser = text
            }
            return true
        }
    }

    private func isUsable(_ text: String) -> Bool {
        let isLine = !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
        switch self.scheme {
        case .bearer: return isLine
        case .basic, .proxy: return isLine && text.contains(":")
        }
    }
}
