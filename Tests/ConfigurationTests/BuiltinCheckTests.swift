import Checks
import Configuration
import Testing

/// What a built-in plugin would refuse to be made of is an error of the file, not a fault on every node.
@Suite struct BuiltinCheckTests {
    static let cases: [(line: String, place: String, message: String, fix: String?)] = [
        ("process /usr/sbin/nginx", "2:9", "process NAME: expected the name of a program", "write: process nginx"),
        ("process /", "2:9", "process NAME: expected the name of a program", nil),
        (
            "http http://h/ {\nmethod HEAD\nexpect_body ok\n}", "4:1", "an answer to HEAD has no body",
            "use method GET, or remove expect_body"
        ),
        ("http http://h/ {\nhost \"a b\"\n}", "3:6", "option host: expected a host name", nil),
        ("tcp h:1 {\nsource notanaddress\n}", "3:8", "option source: expected an IPv4 or IPv6 address", nil),
    ]

    @Test(arguments: cases)
    func isRefused(line: String, place: String, message: String, fix: String?) throws {
        // As they come from a checker: through the codec.
        let plugins = try PluginDescription.decode(PluginDescription.encoded(BuiltinPlugins.descriptions))
        #expect(plugins == BuiltinPlugins.descriptions)
        var reader = MemoryReader(files: ["k.conf": "check c {\n\(line)\ntracked_by all\n}\n" + instance("")])
        let result = ConfigurationParser.parse(reader: &reader, mainFile: "k.conf", plugins: plugins)
        #expect(result.configuration == nil)
        let error = try #require(result.diagnostics.first { $0.severity == .error })
        #expect("\(error.location.line):\(error.location.column)" == place)
        #expect(error.message.contains(message), "\(error.message)")
        #expect(error.fix == fix)
    }
}
