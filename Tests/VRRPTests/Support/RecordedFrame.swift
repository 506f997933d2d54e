import Foundation
import Testing
import VRRP

/// One line of `Fixtures/frames.txt`: a frame as it was on the wire, and what is in it.
struct RecordedFrame: Sendable, CustomTestStringConvertible {
    let name: String
    /// From the Ethernet header on.
    let bytes: [UInt8]
    let fields: [String: String]

    var testDescription: String { self.name }
    var kind: String { self.fields["kind"] ?? "" }
    /// From the IP header on.
    var packet: [UInt8] { Array(self.bytes.dropFirst(14)) }

    init(line: Substring) throws {
        let columns = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        guard columns.count == 3, let bytes = [UInt8](hex: columns[1]) else { throw FixtureError(line: String(line)) }
        self.name = columns[0]
        self.bytes = bytes
        var fields: [String: String] = [:]
        for field in columns[2].split(separator: " ") {
            let pair = field.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2 else { throw FixtureError(line: String(line)) }
            fields[pair[0]] = pair[1]
        }
        self.fields = fields
    }

    func text(_ key: String) throws -> String {
        guard let value = self.fields[key] else { throw FixtureError(line: "\(self.name) has no \(key)") }
        return value
    }

    func number(_ key: String) throws -> Int {
        guard let value = Int(try self.text(key)) else { throw FixtureError(line: "\(self.name): \(key)") }
        return value
    }

    func address(_ key: String) throws -> IPAddress {
        guard let value = IPAddress(try self.text(key)) else { throw FixtureError(line: "\(self.name): \(key)") }
        return value
    }

    static let all: [RecordedFrame] = {
        do {
            let url = Bundle.module.bundleURL.appendingPathComponent("Fixtures/frames.txt")
            let text = try String(contentsOf: url, encoding: .utf8)
            return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(RecordedFrame.init(line:))
        } catch {
            preconditionFailure("the fixture is unreadable: \(error)")
        }
    }()

    static func named(_ name: String) throws -> RecordedFrame {
        guard let frame = self.all.first(where: { $0.name == name }) else { throw FixtureError(line: name) }
        return frame
    }

    struct FixtureError: Error {
        let line: String
    }
}

extension [UInt8] {
    /// Reads pairs of hexadecimal digits; nil for anything else.
    init?(hex: String) {
        let digits = Array<Character>(hex)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(digits[index...index + 1]), radix: 16) else { return nil }
            bytes.append(byte)
        }
        self = bytes
    }
}
