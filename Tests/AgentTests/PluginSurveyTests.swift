import Checks
import Glibc
import Testing

@testable import Agent

@Suite("Asking a checker for its plugins")
struct PluginSurveyTests {
    static let silent: [(program: String, message: String)] = [
        ("/nonexistent/checker", "cannot ask /nonexistent/checker for its plugins: "),
        ("/bin/true", "/bin/true --describe-plugins wrote no list of plugins"),
        ("/bin/echo", "/bin/echo --describe-plugins wrote no list of plugins"),
    ]

    @Test("what is no checker is said so, with the fix", arguments: silent)
    func none(program: String, message: String) {
        let failure = #expect(throws: PluginSurvey.Failure.self) { try PluginSurvey.descriptions(of: program) }
        #expect(failure?.message.hasPrefix(message) == true, "\(failure?.message ?? "")")
        #expect(failure?.fix.contains("Checker library") == true)
    }

    @Test("a configuration that names no checker program is refused at the word, before anything is started")
    func keyword() {
        let path = "/tmp/baton-checker-keyword-\(getpid()).conf"
        let text = "global_defs {\n  checker /bin/true\n}\n"
        guard let file = unsafe fopen(path, "w") else {
            Issue.record("cannot write \(path)")
            return
        }
        unsafe fputs(text, file)
        unsafe fclose(file)
        defer { unsafe unlink(path) }
        var loader = ConfigurationLoader(mainFile: path, configurationID: nil, checker: nil)
        let refused = #expect(throws: ConfigurationLoader.Refused.self) { try loader.load() }
        #expect(refused?.diagnostics.count == 1)
        #expect(refused?.cannotRead == false)
    }
}
