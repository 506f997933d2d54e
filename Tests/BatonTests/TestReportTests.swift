import Foundation
import Testing

@testable import baton

/// What `check test` and `plugin test` print.
@Suite struct TestReportTests {
    static let suites = [
        SuiteReport(
            name: "web.test.conf",
            cases: [
                CaseReport(name: "answers", verdict: .passed, duration: .milliseconds(12)),
                CaseReport(
                    name: "fails <fast> & \"loud\" #1",
                    verdict: .failed(["expected fail, found pass", "the check says: \u{1}200 | ok"]),
                    duration: .milliseconds(1500)
                ),
            ]
        ),
        SuiteReport(
            name: "queue.sh",
            cases: [
                CaseReport(name: "11 does not grow", verdict: .skipped("for streams only"), duration: .zero),
                CaseReport(name: "12 talks", verdict: .broken(["no descriptors"]), duration: .zero),
            ]
        ),
    ]

    @Test func text() {
        #expect(
            ReportText(Self.suites).text == """
                web.test.conf
                  ok      answers  (12 ms)
                  FAILED  fails <fast> & "loud" #1
                          expected fail, found pass
                          the check says: \u{1}200 | ok
                queue.sh
                  skip    11 does not grow: for streams only
                  BROKEN  12 talks
                          no descriptors
                4 tests, 2 failed, 1 skipped
                """
        )
    }

    @Test func nothingIsOkOfAProgramThatDoesNotDescribeItself() {
        let suite = SuiteReport(
            name: "x.sh",
            cases: [
                CaseReport(name: "1 a", verdict: .failed(["no"]), duration: .zero),
                CaseReport(name: "2 b", verdict: .skipped(CaseReport.notDescribed), duration: .zero),
                CaseReport(name: "3 c", verdict: .skipped(CaseReport.notDescribed), duration: .zero),
            ]
        )
        #expect(
            TAPText([suite]).text == """
                TAP version 14
                1..3
                not ok 1 - x.sh: 1 a
                # no
                Bail out! x.sh: it does not describe itself
                """
        )
    }

    @Test func testAnythingProtocol() {
        #expect(
            TAPText(Self.suites).text == """
                TAP version 14
                1..4
                ok 1 - web.test.conf: answers
                not ok 2 - web.test.conf: fails <fast> & "loud" \\#1
                # expected fail, found pass
                # the check says: \u{1}200 | ok
                ok 3 - queue.sh: 11 does not grow # SKIP for streams only
                not ok 4 - queue.sh: 12 talks
                # no descriptors
                """
        )
    }

    /// Well-formed for somebody else's parser, whatever the texts hold.
    @Test func junit() throws {
        let text = JUnitText(Self.suites).text
        let parser = Process()
        parser.executableURL = URL(filePath: "/usr/bin/python3")
        parser.arguments = [
            "-c",
            """
            import sys, xml.etree.ElementTree as tree
            root = tree.fromstring(sys.stdin.buffer.read())
            cases = root.findall("testsuite/testcase")
            print(root.attrib, [case.attrib["name"] for case in cases], [child.tag for case in cases for child in case])
            """,
        ]
        let (input, output) = (Foundation.Pipe(), Foundation.Pipe())
        parser.standardInput = input
        parser.standardOutput = output
        try parser.run()
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try input.fileHandleForWriting.close()
        let said = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        parser.waitUntilExit()
        #expect(parser.terminationStatus == 0)
        #expect(
            said == """
                {'tests': '4', 'failures': '1', 'errors': '1'} \
                ['answers', 'fails <fast> & "loud" #1', '11 does not grow', '12 talks'] ['failure', 'skipped', 'error']

                """
        )
    }

    @Test func exitCodes() {
        #expect(Self.suites.exitCode == 2)
        #expect([Self.suites[0]].exitCode == 1)
        let fine = SuiteReport(name: "x", cases: [Self.suites[0].cases[0], Self.suites[1].cases[0]])
        #expect([fine].exitCode == 0)
    }
}
