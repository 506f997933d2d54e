import Checks

/// Any bytes where a service, a script or an operator may put them: JSON documents and conditions on them, regular
/// expressions, pushed outcomes, and the words of every type of option.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTexts(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    let text = String(decoding: bytes, as: UTF8.self)
    if let value = try? JSONValue(parsing: bytes) {
        guard (try? JSONValue(parsing: value.text.utf8)) == value else {
            fatalError("a JSON value does not survive its text: \(value.text)")
        }
    }
    if let push = try? PushRequest(parsing: bytes) {
        guard (try? PushRequest(parsing: push.line.dropLast())) == push else {
            fatalError("a push does not survive its line: \(push)")
        }
    }
    let lines = text.split(separator: "\n", maxSplits: 1)
    if let first = lines.first {
        let words = first.split(separator: " ").map(String.init)
        if let condition = try? JSONCondition(words), lines.count == 2,
            let document = try? JSONValue(parsing: lines[1].utf8)
        {
            _ = condition.evaluate(document)
        }
        if let regex = try? RegularExpression(String(first)) {
            _ = regex.matches(bytes)
        }
        for type in types {
            guard let value = try? OptionValue(parsing: words, as: type) else { continue }
            guard (try? OptionValue(parsing: words, as: type)) == value else { fatalError("not the same value twice") }
        }
    }
    let masked = OutcomeSanitizer.masked(text, secrets: lines.map(String.init))
    guard OutcomeSanitizer.line(masked, limit: 64).utf8.count <= 64 else { fatalError("a line over its limit") }
    return 0
}

private let types: [OptionType] = [
    .string, .path, .integer(-5...500), .duration(0.001...60), .boolean, .choice(["a", "b"]), .integerRanges(0...600),
    .url, .hostAndPort, .programName, .host, .numericAddress, .words(1...3), .escapedText, .hexBytes, .jsonCondition,
    .interfaceName,
]
