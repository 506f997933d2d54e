/// What `baton-checker --run` writes to its standard output: the outcome with its assertions, which reports to the
/// router do not carry.
public struct StandaloneAnswer: Hashable, Sendable {
    public var outcome: CheckOutcome

    public init(_ outcome: CheckOutcome) {
        self.outcome = outcome
    }

    public func encoded() -> [UInt8] {
        var writer = WireWriter()
        self.outcome.write(to: &writer)
        writer.write(self.outcome.assertions) { (writer: inout WireWriter, assertion: CheckOutcome.Assertion) in
            writer.write(assertion.name)
            writer.write(assertion.expected)
            writer.write(assertion.got)
            writer.write(assertion.status.rawValue)
        }
        return writer.bytes
    }

    /// Total over any bytes.
    public init(decoding bytes: [UInt8]) throws(WireError) {
        var reader = WireReader(bytes)
        var outcome = try CheckOutcome(reading: &reader)
        outcome.assertions = try reader.list { (reader: inout WireReader) throws(WireError) in
            let (name, expected, got) = (try reader.string(), try reader.string(), try reader.string())
            guard let status = CheckStatus(rawValue: try reader.integer()) else { throw .malformed }
            return CheckOutcome.Assertion(name, expected: expected, got: got, status)
        }
        try reader.finish()
        self.outcome = outcome
    }
}
