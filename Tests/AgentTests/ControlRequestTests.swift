import Testing

@testable import Agent

@Suite("Requests on the control socket")
struct ControlRequestTests {
    @Test("known lines are requests, all others none")
    func lines() {
        #expect(ControlRequest(line: "status") == .status)
        #expect(ControlRequest(line: "explain VI_1") == .explain("VI_1"))
        #expect(ControlRequest(line: "explain a name with spaces") == .explain("a name with spaces"))
        #expect(ControlRequest(line: "reload") == .reload)
        for line in ["", "reload now", "explain", "status now", "Status", "stop", "\0"] {
            #expect(ControlRequest(line: line) == nil)
        }
    }
}
