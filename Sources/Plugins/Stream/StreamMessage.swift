import Checks

/// What a stream's process says.
enum StreamMessage: Hashable, Sendable {
    case hello(Hello)
    case result(check: String, run: UInt64, Result<CheckOutcome, ResultObject.Malformed>)
    case push(check: String, Result<CheckOutcome, ResultObject.Malformed>)
    case pong(UInt64)
    case log(String)
    /// Of a later minor version: for others.
    case unknown

    struct Hello: Hashable, Sendable {
        /// `MAJOR.MINOR`.
        var api: String
        var plugin: String
        var version: String
        /// Whether it answers runs.
        var polls: Bool
        /// Whether it says something unasked.
        var pushes: Bool

        /// Whether this one understands it.
        var isSupported: Bool { self.api.split(separator: ".").first == "1" }
    }

    /// Reads one line, without its line feed.
    init(parsing line: some Collection<UInt8>) throws(ResultObject.Malformed) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: line, refusingDuplicates: true)
        } catch {
            throw ResultObject.Malformed(message: "no JSON: \(error)")
        }
        guard case .object = value else { throw ResultObject.Malformed(message: "expected a JSON object") }
        if let hello = value["hello"] {
            self = .hello(try Self.hello(hello))
        } else if let result = value["result"] {
            let run = try Self.number(result["run"], "result.run")
            self = .result(check: try Self.text(result["id"], "result.id"), run: run, Self.outcome(result))
        } else if let push = value["push"] {
            self = .push(check: try Self.text(push["id"], "push.id"), Self.outcome(push))
        } else if let pong = value["pong"] {
            self = .pong(try Self.number(pong["n"], "pong.n"))
        } else if let log = value["log"] {
            self = .log(log.string ?? log["message"]?.string ?? log.text)
        } else {
            self = .unknown
        }
    }

    private static func hello(_ value: JSONValue) throws(ResultObject.Malformed) -> Hello {
        let modes = value["modes"]?.array?.compactMap(\.string)
        return Hello(
            api: try Self.text(value["api"], "hello.api"),
            plugin: OutcomeSanitizer.line(value["plugin"]?.string ?? "", limit: 64),
            version: OutcomeSanitizer.line(value["version"]?.string ?? "", limit: 64),
            polls: modes?.contains("poll") ?? true,
            pushes: modes?.contains("push") ?? false
        )
    }

    private static func outcome(_ value: JSONValue) -> Result<CheckOutcome, ResultObject.Malformed> {
        do throws(ResultObject.Malformed) {
            return .success(try ResultObject.outcome(value))
        } catch {
            return .failure(error)
        }
    }

    private static func text(_ value: JSONValue?, _ name: String) throws(ResultObject.Malformed) -> String {
        guard let text = value?.string else { throw ResultObject.Malformed(message: "\(name): expected a text") }
        return text
    }

    private static func number(_ value: JSONValue?, _ name: String) throws(ResultObject.Malformed) -> UInt64 {
        guard let number = value?.integer, number >= 0 else {
            throw ResultObject.Malformed(message: "\(name): expected a number")
        }
        return UInt64(number)
    }
}
