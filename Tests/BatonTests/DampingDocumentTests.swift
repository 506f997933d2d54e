import Foundation
import Testing

@testable import baton

/// The line of `baton status` about moves.
@Suite struct DampingDocumentTests {
    private static func line(_ json: String) throws -> String {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(DampingDocument.self, from: Data(json.utf8)).line(at: 1_795_925_800)
    }

    @Test("damped: until when, what it would do, and why")
    func damped() throws {
        let json = """
            {"damped": true, "penalty": 2.87, "suppress": 2.50, "reuse": 1.25, "moves": 4, "moves_since_ms": 185000,
            "remaining_ms": 361500, "suppressed": "would take 192.0.2.10 back from 192.0.2.3 (90 < 100)"}
            """
        #expect(
            try Self.line(json)
                == "damped until about 04:22:41 UTC: would take 192.0.2.10 back from 192.0.2.3 (90 < 100); penalty 2.87 of 2.5, "
                + "4 moves in the last 3 min"
        )
    }

    @Test("the date of an end that is not today, and why damping does not count")
    func date() throws {
        let json = """
            {"damped": true, "penalty": 2.87, "suppress": 2.50, "reuse": 1.25, "moves": 4, "moves_since_ms": 185000,
            "remaining_ms": 90000000, "suppressed": null, "lifted": "192.0.2.3 has got worse: it has priority 70 and had 100"}
            """
        #expect(
            try Self.line(json)
                == "damped until about 2026-11-30 05:16:40 UTC: takes over all the same, as 192.0.2.3 has got worse: it has "
                + "priority 70 and had 100; penalty 2.87 of 2.5, 4 moves in the last 3 min"
        )
    }

    @Test("not damped: what has been counted")
    func calm() throws {
        let one = """
            {"damped": false, "penalty": 1.00, "suppress": 2.50, "reuse": 1.25, "moves": 1, "moves_since_ms": 10,
            "remaining_ms": null, "suppressed": null}
            """
        #expect(try Self.line(one) == "move damping: penalty 1.0 of 2.5, 1 move in the last 10 ms")
        let none = one.replacingOccurrences(of: "\"moves_since_ms\": 10", with: "\"moves_since_ms\": null")
            .replacingOccurrences(of: "1.00", with: "0.00")
        #expect(try Self.line(none) == "move damping: penalty 0.0 of 2.5")
    }

    @Test("damped as a master: nothing is suppressed, and nothing would be taken back")
    func master() throws {
        let json = """
            {"damped": true, "penalty": 3.00, "suppress": 2.50, "reuse": 1.25, "moves": 3, "moves_since_ms": 5000,
            "remaining_ms": 0, "suppressed": null}
            """
        #expect(
            try Self.line(json)
                == "damped until about 04:16:40 UTC: does not take its addresses back from a master that is well; "
                + "penalty 3.0 of 2.5, 3 moves in the last 5 s"
        )
    }
}
