import Configuration
import Testing

/// `move_damping` of an instance.
@Suite("move_damping") struct MoveDampingTests {
    private static func read(_ lines: String) -> MoveDamping? { parse(instance(lines)).only?.moveDamping }

    @Test("off unless it is written; without a block, and for every word that is missing, the defaults")
    func defaults() {
        #expect(Self.read("") == nil)
        #expect(Self.read("move_damping off") == nil)
        #expect(Self.read("move_damping\nmove_damping off") == nil)
        let standard = MoveDamping(halfLife: .seconds(300), suppress: 2500, reuse: 1250, maximum: .seconds(1200))
        #expect(Self.read("move_damping") == standard)
        #expect(Self.read("move_damping on") == standard)
        #expect(Self.read("move_damping {\n}") == standard)
        #expect(
            Self.read("move_damping {\nhalf_life 60\n}")
                == MoveDamping(halfLife: .seconds(60), suppress: 2500, reuse: 1250, maximum: .seconds(240))
        )
        #expect(
            Self.read("move_damping {\nsuppress 5\n}")
                == MoveDamping(halfLife: .seconds(300), suppress: 5000, reuse: 2500, maximum: .seconds(1200))
        )
        #expect(
            Self.read("move_damping {\nhalf_life 1.5\nsuppress 1000\nreuse 0.001\nmax 604800\n}")
                == MoveDamping(halfLife: .milliseconds(1500), suppress: 1_000_000, reuse: 1, maximum: .seconds(604_800))
        )
        #expect(parse(instance("move_damping {\nhalf_life 60\nmax 600\n}")).diagnostics.isEmpty)
    }

    @Test(
        "what is wrong, where, and what to write instead",
        arguments: [
            (
                "move_damping {\nhalf_life 0\n}",
                "3:11 error half_life '0' is not valid: expected seconds from 1 to 86400"
            ),
            (
                "move_damping {\nsuppress -1\n}",
                "3:10 error suppress '-1' is not valid: expected a number of moves from 0.01 to 1000, such as 2.5"
            ),
            (
                "move_damping {\nsuppress 0.001\n}",
                "3:10 error suppress '0.001' is not valid: expected a number of moves from 0.01 to 1000, such as 2.5"
            ),
            (
                "move_damping {\nhalf_life 1\nsuppress 1000\n}",
                "2:1 warning suppress 1000 is never reached: with half_life 1 and a move in every advertisement, each 1 s, the "
                    + "penalty stays below 2.443"
            ),
            (
                "move_damping {\nmax 9999999\n}",
                "3:5 error max '9999999' is not valid: expected seconds from 1 to 604800"
            ),
            (
                "move_damping {\nsuppress 3\nreuse 3\n}",
                "4:7 error reuse 3 is not less than suppress 3: damping would end as it begins"
            ),
            (
                "move_damping {\nreuse 2.5\n}",
                "3:7 error reuse 2.5 is not less than suppress 2.5: damping would end as it begins"
            ),
            (
                "move_damping {\nhalflife 3\n}",
                "3:1 warning unknown word 'halflife' in move_damping"
            ),
            (
                "nopreempt\nmove_damping",
                "3:1 warning move_damping has no effect with nopreempt: nothing is taken back that could be damped"
            ),
            (
                "priority 255\nmove_damping",
                "3:1 warning move_damping has no effect with priority 255: an owner takes its addresses back at once"
            ),
            ("move_damping often", "2:14 error move_damping expects on or off (or true, yes, false, no)"),
        ]
    )
    func mistakes(lines: String, expected: String) {
        let summary = parse(instance(lines)).summary
        #expect(summary.contains { $0.hasPrefix(expected) }, "\(summary)")
    }

    @Test("reuse that is too high says what would do")
    func fix() {
        let diagnostic = parse(instance("move_damping {\nsuppress 3\nreuse 4\n}")).diagnostics.first
        #expect(diagnostic?.fix == "write less than 3, such as reuse 1.5, or a higher suppress")
    }

    @Test("the least suppress has a reuse, and one that can be reached is not warned of")
    func least() {
        #expect(Self.read("move_damping {\nsuppress 0.01\n}")?.reuse == 5)
        #expect(parse(instance("move_damping {\nhalf_life 2\n}")).diagnostics.isEmpty)
    }

    @Test("with nopreempt and for an owner there is none", arguments: ["nopreempt", "priority 255"])
    func withoutEffect(line: String) {
        #expect(Self.read("\(line)\nmove_damping") == nil)
    }
}
