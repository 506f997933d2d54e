import Checks
import Testing

@Suite struct SecretMaskTests {
    @Test func secretsVanishEverywhere() {
        let outcome = CheckOutcome(
            .fail,
            .httpStatus,
            "got 401 for hunter2",
            output: "token=hunter2hunter2\nuser",
            assertions: [.init("header", expected: "hunter2", got: "not hunter2 but x", .fail)]
        )
        let masked = OutcomeSanitizer.masked(outcome, secrets: ["hunter2"])
        #expect(masked.summary == "got 401 for ***")
        #expect(masked.output == "token=******\nuser")
        #expect(masked.assertions == [.init("header", expected: "***", got: "not *** but x", .fail)])
    }

    @Test(
        "the longer secret is taken first, short ones are left alone",
        arguments: [
            ("abcdef and abc", ["abc", "abcdef"], "*** and ***"), ("ab is short", ["ab", ""], "ab is short"),
            ("héllo", ["héllo"], "***"), ("nothing here", ["secret"], "nothing here"),
        ]
    )
    func texts(text: String, secrets: [String], expected: String) {
        #expect(OutcomeSanitizer.masked(text, secrets: secrets.filter { $0.utf8.count >= 3 }) == expected)
    }
}
