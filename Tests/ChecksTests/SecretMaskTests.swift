import Checks
import Testing

@Suite struct SecretMaskTests {
    @Test func secretsVanishEverywhere() {
        let outcome = CheckOutcome(
            .fail,
            .httpStatus,
            "got 401 for hunter2",
            output: "token=hunter2hunter2\nuser",
            measurements: [.init(name: "size of hunter2", value: 1, unit: "hunter2")],
            assertions: [.init("header hunter2", expected: "hunter2", got: "not hunter2 but x", .fail)]
        )
        let masked = OutcomeSanitizer.masked(outcome, secrets: ["hunter2"])
        #expect(masked.summary == "got 401 for ***")
        #expect(masked.output == "token=******\nuser")
        #expect(masked.measurements == [.init(name: "size of ***", value: 1, unit: "***")])
        #expect(masked.assertions == [.init("header ***", expected: "***", got: "not *** but x", .fail)])
    }

    @Test(
        "neither a secret cut at the end nor one that JSON spells is shown",
        arguments: [
            ("token=hunte", "token=***"), ("token=hun", "token=***"), ("token=hu", "token=hu"),
            ("hunter and", "hunter and"),
            (#"{"t":"a\"b\\c\/d"}"#, #"{"t":"***"}"#), (#"{"t":"a\"b\\c/d"}"#, #"{"t":"***"}"#), (#"a"b\c/d"#, "***"),
            (#"{"t":"a\"b\\"#, #"{"t":"***"#),
        ]
    )
    func outputs(output: String, expected: String) {
        let outcome = CheckOutcome(.fail, .execExit, "", output: output)
        #expect(OutcomeSanitizer.masked(outcome, secrets: ["hunter2", #"a"b\c/d"#]).output == expected)
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
