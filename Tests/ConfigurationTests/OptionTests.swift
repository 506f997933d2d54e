import Checks
import Configuration
import Testing

/// How the words of a plugin's block become ``CheckOptions``.
@Suite struct OptionTests {
    static let probe = PluginDescription(
        kind: "probe",
        summary: "",
        argument: .init(name: "NAME", documentation: "what to look at", alternatives: ["pidfile", "send"]),
        options: [
            OptionDescription(name: "send", type: .escapedText, repeats: true, documentation: ""),
            OptionDescription(name: "expect", type: .regularExpression, repeats: true, documentation: ""),
            OptionDescription(name: "header", type: .words(2...2), repeats: true, isSecret: true, documentation: ""),
            OptionDescription(
                name: "code",
                type: .integer(0...255),
                defaultValue: "7",
                repeats: true,
                documentation: ""
            ),
            OptionDescription(name: "json", type: .jsonCondition, documentation: ""),
            OptionDescription(name: "bytes", type: .hexBytes, documentation: ""),
            OptionDescription(name: "on", type: .interfaceName, documentation: ""),
            OptionDescription(name: "limit", type: .measurementThreshold, documentation: ""),
            OptionDescription(name: "exit", type: .exitMapping, documentation: ""),
            OptionDescription(name: "unit", type: .unitName, documentation: ""),
            OptionDescription(name: "pidfile", type: .path, documentation: ""),
            OptionDescription(name: "password", type: .string, isSecret: true, documentation: ""),
            OptionDescription(name: "level", type: .integer(1...9), defaultValue: "3", documentation: ""),
        ]
    )

    static func parse(_ lines: String) -> ConfigurationResult {
        var reader = MemoryReader(files: ["k.conf": "check c {\n\(lines)\n}\n"])
        return ConfigurationParser.parse(reader: &reader, mainFile: "k.conf", plugins: [Self.probe])
    }

    private func options(_ lines: String) throws -> CheckOptions {
        let result = Self.parse(lines)
        return try #require(result.configuration?.checks.first?.options, "\(result.summary)")
    }

    @Test(
        "a secret that is too short to be masked is told of",
        arguments: [("password ab", true), ("password abc", false), ("header X-A b", true), ("header X-A bcd", false)]
    )
    func shortSecrets(line: String, isShort: Bool) {
        let result = Self.parse("probe x {\n\(line)\n}")
        let isTold = result.diagnostics.contains { $0.rendered().contains("a secret of at least 3 bytes") }
        #expect(isTold == isShort, "\(result.diagnostics)")
    }

    @Test("options that repeat stay in the order they are written, whatever their names")
    func repeating() throws {
        let options = try self.options(
            """
            probe x {
                send "PING\\r\\n"
                expect "^[+]PONG"
                level 4
                send "QUIT\\r\\n"
                expect 'a|b'
                header X-A "b c"
            }
            """
        )
        #expect(options.entries.prefix(5).map(\.name) == ["send", "expect", "send", "expect", "header"])
        #expect(options.all("send") == [.bytes(Array("PING\r\n".utf8)), .bytes(Array("QUIT\r\n".utf8))])
        #expect(options.all("expect") == [.string("^[+]PONG"), .string("a|b")])
        #expect(options.all("header") == [.strings(["X-A", "b c"])])
        #expect(options.integer("level") == 4)
        #expect(options["send"] == nil)
    }

    @Test("a default stands where nothing is written, once, and nowhere else")
    func defaults() throws {
        let plain = try self.options("probe x")
        #expect(plain.all("code") == [.integer(7)])
        #expect(plain.integer("level") == 3)
        #expect(plain["code"] == nil)
        #expect(try self.options("probe x {\ncode 1\ncode 2\n}").all("code") == [.integer(1), .integer(2)])
    }

    @Test("an argument may be left out where an option says as much")
    func argument() throws {
        let options = try self.options("probe {\npidfile /run/x.pid\n}")
        #expect(options.arguments == [])
        #expect(options.argument == .string(""))
        #expect(options.string("pidfile") == "/run/x.pid")
        #expect(
            Self.parse("probe {\nlevel 4\n}").summary == [
                "2:1 error probe needs NAME, or one of the options pidfile, send: what to look at"
            ]
        )
        #expect(Self.parse("probe").configuration == nil)
    }

    static let typed: [(line: String, value: OptionValue)] = [
        ("json /a/b >= 3", .strings(["/a/b", ">=", "3"])),
        ("bytes 00 0aff", .bytes([0, 10, 255])),
        ("on eth0.12", .string("eth0.12")),
        ("password \"a b\"", .string("a b")),
        ("limit load1 fail @10:20", .strings(["load1", "fail", "@10:20"])),
        ("exit 4 warn", .strings(["4", "warn"])),
        ("unit nginx", .string("nginx.service")),
    ]

    @Test(arguments: typed)
    func value(line: String, value: OptionValue) throws {
        let name = try #require(line.split(separator: " ").first.map(String.init))
        #expect(try self.options("probe x {\n\(line)\n}")[name] == value)
    }

    static let wrong: [(line: String, place: String, message: String)] = [
        ("send \"\\q\"", "3:6", "option send: expected a text in quotes"),
        ("expect \"a(\"", "3:8", "option expect:"),
        ("json /a ~ 3", "3:6", "option json:"),
        ("bytes 0", "3:7", "option bytes: expected bytes in hexadecimal digits"),
        ("on a/b", "3:4", "option on: expected the name of a network interface"),
        ("limit load1 warn 8 warn 9", "3:7", "option limit: expected NAME warn RANGE"),
        ("limit load1 warn 9:8", "3:7", "option limit: expected NAME warn RANGE"),
        ("exit 256 fail", "3:6", "option exit: expected a code from 0 to 255"),
        ("exit 4 broken", "3:6", "option exit: expected a code from 0 to 255"),
        ("unit a/b.service", "3:6", "option unit: expected the name of a systemd unit, found 'a/b.service'"),
        ("level 10", "3:7", "option level: expected an integer from 1 to 9, found '10'"),
        ("level {\n}", "3:1", "option level takes no block"),
        ("levle 3", "3:1", "plugin probe has no option 'levle'"),
    ]

    @Test("a wrong value is an error at its place", arguments: wrong)
    func wrongValue(line: String, place: String, message: String) {
        let result = Self.parse("probe x {\n\(line)\n}")
        #expect(result.configuration == nil)
        let error = result.diagnostics.first { $0.severity == .error }
        #expect(error.map { "\($0.location.line):\($0.location.column)" } == place)
        #expect(error?.message.hasPrefix(message) == true, "\(result.summary)")
    }

    @Test("an option that stands once is warned of the second time, and the last one is used")
    func twice() throws {
        let result = Self.parse("probe x {\nlevel 4\nlevel 5\n}")
        #expect(result.summary.contains("4:1 warning option level stands in line 3 already; this one is used"))
        #expect(result.configuration?.checks.first?.options.integer("level") == 5)
    }

    static let secrets = [
        "probe x {\npassword s3cret more\n}",
        "probe x {\npassword s3cret\npassword s3cret2\n}",
        "probe x {\npasword s3cret\n}",
        "probe x {\npassword \"s3cret\n}",
        "probe x {\nheader s3cret\n}",
        "probe x {\nheader A s3cret more\n}",
        "probe x {\npassword s3cret {\n}\n}",
        "probe x { password s3cret more }",
        "probe x {\n}\npassword s3cret",
        "pasword s3cret\nprobe x",
        "unknown x {\npassword \"s3cret\n}",
    ]

    @Test("what stands behind a secret option is never shown, however wrongly it is written", arguments: secrets)
    func secret(_ lines: String) {
        let result = Self.parse(lines)
        #expect(!result.diagnostics.isEmpty)
        for diagnostic in result.diagnostics {
            #expect(!diagnostic.rendered().contains("s3cret"), "\(diagnostic.rendered())")
            #expect(!"\(diagnostic)".contains("s3cret"))
        }
    }

    @Test("tests of checks stand in the same folder and are no checks")
    func testFiles() {
        let files = ["d/a.conf": "check a {\nprobe a\n}", "d/a.test.conf": "test a {\n}"]
        var reader = MemoryReader(
            files: files,
            matches: ["d/*.conf": ["d/a.conf", "d/a.test.conf"]]
        )
        reader.files["k.conf"] = "global_defs {\nchecks_dir d\n}\n"
        let result = ConfigurationParser.parse(reader: &reader, mainFile: "k.conf", plugins: [Self.probe])
        #expect(result.diagnostics.filter { $0.severity != .notice }.isEmpty)
        #expect(result.configuration?.checks.map(\.name) == ["a"])
    }
}
