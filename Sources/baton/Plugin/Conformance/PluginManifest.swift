import Checks

/// What a program says of itself when it is run with `--describe`: one JSON object.
struct PluginManifest {
    enum Tier: String, CaseIterable {
        case exec
        case stream
    }

    /// How a program reports; see ``ExecPlugin/ExitProtocol``.
    typealias ExitProtocol = ExecPlugin.ExitProtocol

    struct Parameter {
        var name: String
        var type: String
    }

    /// Arguments that bring about one outcome, wherever the program runs.
    struct Case {
        /// For a stream `NAME=VALUE`, an option each.
        var arguments: [String]
        var status: CheckStatus
        /// nil = whatever it says.
        var reason: String?
    }

    struct Malformed: Error {
        var message: String
    }

    var name: String
    var version: String
    var summary: String
    var tier: Tier
    /// Of a stream, always `json`.
    var exitProtocol: ExitProtocol
    var parameters: [Parameter]
    var examples: [[String]]
    var cases: [Case]

    /// - Throws: Which member is missing or wrong, and what was expected.
    init(parsing bytes: [UInt8]) throws(Malformed) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw Malformed(message: "--describe: expected one JSON object: \(error)")
        }
        let api = try Self.text("api", in: value)
        guard api.split(separator: ".").first == "1" else {
            throw Malformed(message: "api: expected 1.0, found '\(api)'")
        }
        self.name = try Self.text("name", in: value)
        self.version = try Self.text("version", in: value)
        self.summary = try Self.text("summary", in: value)
        let tier = try Self.text("tier", in: value)
        guard let tier = Tier(rawValue: tier) else {
            throw Malformed(message: "tier: expected exec or stream, found '\(tier)'")
        }
        self.tier = tier
        switch tier {
        case .stream: self.exitProtocol = .json
        case .exec:
            let word = try Self.text("protocol", in: value)
            guard let found = ExitProtocol(rawValue: word) else {
                let known = ExitProtocol.allCases.map(\.rawValue).joined(separator: ", ")
                throw Malformed(message: "protocol: expected one of \(known), found '\(word)'")
            }
            self.exitProtocol = found
        }
        self.parameters = try Self.list("parameters", in: value).map { (value) throws(Malformed) in
            Parameter(name: try Self.text("name", in: value), type: try Self.text("type", in: value))
        }
        self.examples = try Self.list("examples", in: value).map { (value) throws(Malformed) in
            try Self.words(value, "examples")
        }
        self.cases = try Self.list("cases", in: value).map { (value) throws(Malformed) in try Case(value) }
        try self.demandStatuses()
    }

    /// Every answer the protocol knows must have been tried; a warning is optional.
    private func demandStatuses() throws(Malformed) {
        guard !self.examples.isEmpty else {
            throw Malformed(message: "examples: expected at least one list of arguments")
        }
        let demanded: [CheckStatus] =
            switch self.exitProtocol {
            case .keepalived: [.pass, .fail]
            case .nagios, .json: [.pass, .fail, .unknown]
            }
        for status in demanded where !self.cases.contains(where: { $0.status == status }) {
            throw Malformed(message: "cases: expected one that ends in '\(status)', with arguments that bring it about")
        }
    }

    static func text(_ name: String, in value: JSONValue) throws(Malformed) -> String {
        guard let text = value[name]?.string, !text.isEmpty else {
            throw Malformed(message: "\(name): expected a text, found \(value[name]?.text ?? "nothing")")
        }
        return text
    }

    static func list(_ name: String, in value: JSONValue) throws(Malformed) -> [JSONValue] {
        guard let list = value[name]?.array else {
            throw Malformed(message: "\(name): expected a list, found \(value[name]?.text ?? "nothing")")
        }
        return list
    }

    static func words(_ value: JSONValue, _ name: String) throws(Malformed) -> [String] {
        guard let list = value.array, list.allSatisfy({ $0.string != nil }) else {
            throw Malformed(message: "\(name): expected lists of texts, found \(value.text)")
        }
        return list.compactMap(\.string)
    }
}

extension PluginManifest.Case {
    fileprivate init(_ value: JSONValue) throws(PluginManifest.Malformed) {
        self.arguments = try PluginManifest.words(value["arguments"] ?? .null, "cases.arguments")
        let word = try PluginManifest.text("status", in: value)
        guard let status = CheckStatus.allCases.first(where: { "\($0)" == word }) else {
            throw PluginManifest.Malformed(
                message: "cases.status: expected pass, warn, fail or unknown, found '\(word)'"
            )
        }
        self.status = status
        self.reason = value["reason"]?.string
    }
}
