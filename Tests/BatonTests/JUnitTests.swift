import Checks
import Foundation
import FoundationXML
import Testing

@testable import baton

/// What a parser of XML makes of the document.
@Suite struct JUnitTests {
    private func document(_ outcomes: [CheckOutcome]) throws -> XMLDocument {
        try XMLDocument(xmlString: try printed(.junit, outcomes.map { Sample.report($0) }))
    }

    @Test func totalsAreCounted() throws {
        let document = try self.document([
            Sample.pass, Sample.warn, Sample.fail, Sample.unknown, Sample.blocked,
        ])
        let root = try #require(document.rootElement())
        let suite = try #require(root.elements(forName: "testsuite").first)
        for element in [root, suite] {
            #expect(element.attribute(forName: "tests")?.stringValue == "5")
            #expect(element.attribute(forName: "failures")?.stringValue == "1")
            #expect(element.attribute(forName: "errors")?.stringValue == "1")
            #expect(element.attribute(forName: "skipped")?.stringValue == "1")
            #expect(element.attribute(forName: "time")?.stringValue == "0.016345")
        }
        let children = suite.elements(forName: "testcase").map { ($0.children ?? []).compactMap(\.name) }
        #expect(children == [[], ["system-out"], ["failure", "system-out"], ["error"], ["skipped"]])
    }

    @Test func textsComeBackAsTheyWere() throws {
        let failure = try #require(
            try self.document([Sample.fail]).nodes(forXPath: "//failure").first as? XMLElement
        )
        #expect(failure.attribute(forName: "message")?.stringValue == Sample.fail.summary)
        #expect(failure.attribute(forName: "type")?.stringValue == "http.status")
        #expect(failure.stringValue?.contains("fail: expect_status: expected 200-299, got 503 \"no\"") == true)
        let output = try self.document([Sample.fail]).nodes(forXPath: "//system-out").first?.stringValue
        #expect(output == Sample.fail.output)
    }

    @Test func charactersXMLForbidsAreLeftOut() throws {
        let outcome = CheckOutcome(.fail, .execExit, "a\u{1}b\u{fffe}c\nd", output: "\u{0}\u{1b}[2J")
        let message = try self.document([outcome]).nodes(forXPath: "//failure/@message").first?.stringValue
        #expect(message == "abc\nd")
    }

    @Test func nothingRunIsStillADocument() throws {
        #expect(try self.document([]).rootElement()?.attribute(forName: "tests")?.stringValue == "0")
    }
}
