import Testing

@testable import Agent

@Suite("Requests on the control socket")
struct ControlRequestTests {
    @Test("known lines are requests, all others none")
    func lines() {
        #expect(ControlRequest(line: "status", userID: 0) == .status)
        #expect(ControlRequest(line: "explain VI_1", userID: 0) == .explain("VI_1"))
        #expect(ControlRequest(line: "explain a name with spaces", userID: 0) == .explain("a name with spaces"))
        #expect(ControlRequest(line: "reload", userID: 0) == .reload)
        for line in ["", "reload now", "explain", "status now", "Status", "stop", "\0"] {
            #expect(ControlRequest(line: line, userID: 0) == nil)
        }
    }
}
