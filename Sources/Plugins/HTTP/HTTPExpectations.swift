import Checks

/// What the answer to a request must be like.
struct HTTPExpectations: Sendable {
    /// In the order they are written.
    enum Expectation: Sendable {
        case body(String, isWanted: Bool)
        case bodyRegex(RegularExpression, isWanted: Bool)
        case header(name: String, RegularExpression?, isWanted: Bool, allowsMissing: Bool)
        case json(JSONCondition)
    }

    let statuses: [ClosedRange<Int>]
    /// ``statuses`` as they are written.
    let statusText: String
    let warnStatuses: [ClosedRange<Int>]
    let expectations: [Expectation]
    let bodyLimit: Int
    /// nil = any.
    let version: HTTPPlugin.Version?

    init(_ options: CheckOptions, check: String) throws(CheckSetupError) {
        typealias Option = HTTPPlugin.Option
        self.statuses = options.integerRanges(Option.expectStatus) ?? [200...299]
        self.statusText = Self.text(self.statuses)
        self.warnStatuses = options.integerRanges(Option.warnStatus) ?? []
        self.bodyLimit = options.integer(Option.bodyLimit) ?? HTTPPlugin.defaultBodyLimit
        self.version = options.string(Option.version).flatMap(HTTPPlugin.Version.init(rawValue:))
        var expectations: [Expectation] = []
        for entry in options.entries {
            do throws(OptionError) {
                if let expectation = try Expectation(entry) { expectations.append(expectation) }
            } catch {
                throw CheckSetupError("check \(check): \(entry.name): \(error.message)")
            }
        }
        self.expectations = expectations
    }

    var needsBody: Bool {
        self.expectations.contains { expectation in
            switch expectation {
            case .body, .bodyRegex, .json: true
            case .header: false
            }
        }
    }

    var needsHeaders: Bool {
        self.expectations.contains { expectation in
            switch expectation {
            case .header: true
            case .body, .bodyRegex, .json: false
            }
        }
    }
}

extension HTTPExpectations.Expectation {
    /// nil for an entry that is no expectation.
    fileprivate init?(_ entry: CheckOptions.Entry) throws(OptionError) {
        typealias Option = HTTPPlugin.Option
        switch (entry.name, entry.value) {
        case (Option.expectBody, .string(let text)): self = .body(text, isWanted: true)
        case (Option.refuseBody, .string(let text)): self = .body(text, isWanted: false)
        case (Option.expectBodyRegex, .string(let text)):
            self = .bodyRegex(try RegularExpression(text), isWanted: true)
        case (Option.refuseBodyRegex, .string(let text)):
            self = .bodyRegex(try RegularExpression(text), isWanted: false)
        case (Option.json, .strings(let words)): self = .json(try JSONCondition(words))
        case (Option.expectHeader, .strings(let words)): self = try Self.header(words, isWanted: true)
        case (Option.refuseHeader, .strings(let words)): self = try Self.header(words, isWanted: false)
        default: return nil
        }
    }

    private static func header(_ words: [String], isWanted: Bool) throws(OptionError) -> Self {
        if words.count == 3, words[2] != HTTPPlugin.allowMissing {
            throw OptionError(
                "expected NAME, NAME REGEX or NAME REGEX \(HTTPPlugin.allowMissing), found '\(words[2])' at the end; "
                    + "an expression with blanks stands in quotes"
            )
        }
        let isName = words[0].utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: ":") && $0 != 0x7f }
        guard isName, !words[0].isEmpty else {
            throw OptionError("expected the name of a header without a colon, found '\(words[0])'")
        }
        return .header(
            name: words[0].lowercased(),
            words.count > 1 ? try RegularExpression(words[1]) : nil,
            isWanted: isWanted,
            allowsMissing: words.count == 3
        )
    }
}
