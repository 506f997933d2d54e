import Checker
import Checks
import Configuration
import Plugins
import Testing

@testable import baton

@Suite struct DefinitionTests {
    static let plugins = BuiltinChecks.all.map { $0.description }
    static let kinds = Self.plugins.map(\.kind)

    /// Of a draft with an argument as the plugin's own example has it.
    private static func draft(_ plugin: PluginDescription) throws -> DefinitionDraft {
        let loader = CheckLoader(plugins: Self.plugins)
        let example = try #require(plugin.examples.first, "\(plugin.kind) has no example")
        let check = try #require(
            loader.load(text: example, as: "example.conf").checks.first { $0.kind == plugin.kind },
            "\(plugin.kind): its example defines no check of it"
        )
        let needed = plugin.needsOneOf.prefix(1).map { name in
            DefinitionDraft.Setting(option: name, words: [check.options.integer(name).map(String.init) ?? ""])
        }
        let settings =
            check.options.arguments.isEmpty
            ? plugin.argument.alternatives.prefix(1).map { name in
                DefinitionDraft.Setting(option: name, words: [check.options.string(name) ?? ""])
            } : []
        return DefinitionDraft(
            name: "sample",
            kind: plugin.kind,
            arguments: check.options.arguments,
            settings: settings + needed
        )
    }

    @Test(arguments: [("", true), ("mounted on\n", true), ("warn 80\n", false), ("max 90\n", false)])
    func aResourceWithoutALimitIsRefused(options: String, isRefused: Bool) {
        let text = "check c {\nresource disk / {\n\(options)}\n}\n"
        let result = CheckLoader(plugins: Self.plugins).load(text: text, as: "s.conf")
        #expect(result.diagnostics.contains { $0.message.contains("one of the options max, warn") } == isRefused)
    }

    @Test("every line that is offered in a comment loads when it is uncommented", arguments: Self.plugins)
    func samples(plugin: PluginDescription) {
        let argument = plugin.argument.type.example
        for option in plugin.options {
            let text = "check c {\n\(plugin.kind) \(argument) {\n\(option.sample)\n}\n}\n"
            let result = CheckLoader(plugins: Self.plugins).load(text: text, as: "s.conf")
            let problems = result.diagnostics.filter { $0.message.contains("option \(option.name)") }
            #expect(problems.isEmpty, "\(plugin.kind) \(option.sample): \(problems)")
        }
    }

    @Test("what is written loads, for every plugin, with and without its options", arguments: kinds)
    func everyPageLoads(kind: String) throws {
        let plugin = try #require(Self.plugins.first { $0.kind == kind })
        let draft = try Self.draft(plugin)
        for page in [DefinitionPage(draft), DefinitionPage(draft, offering: plugin)] {
            let validation = DraftValidation(
                page.text,
                of: draft,
                as: "sample.conf",
                with: CheckLoader(plugins: Self.plugins)
            )
            #expect(validation.problems == [], "\(page.text)")
        }
    }

    @Test("options are written in the plugin's order, sequences in the order given")
    func order() throws {
        let plugin = PluginDescription(
            kind: "talk",
            summary: "Talks.",
            argument: .init(name: "HOST", documentation: "", takesMore: true),
            options: [
                OptionDescription(name: "send", type: .escapedText, repeats: true, documentation: "Says it."),
                OptionDescription(name: "expect", type: .string, repeats: true, documentation: "Hears it."),
                OptionDescription(name: "slow", type: .boolean, defaultValue: "off", documentation: "Takes time."),
            ]
        )
        let parser = SettingParser(plugin: plugin)
        var draft = DefinitionDraft(name: "t", kind: "talk", arguments: ["a b", "c\"d"])
        draft.settings = try ["expect=hello you", "send=PING\\r\\n", "slow=on", "expect=bye"].map {
            try parser.setting($0)
        }
        draft.mode = .observe
        draft.comments = ["Why."]
        #expect(
            DefinitionPage(draft, offering: plugin).text == #"""
                # Why.
                check t {
                    talk "a b" "c\"d" {
                        # Takes time. Default: off.
                        slow on

                        expect "hello you"
                        send "PING\r\n"
                        expect bye
                    }
                    interval 2         # seconds from start to start
                    timeout 1          # a run that takes longer has failed
                    rise 2             # passes in a row until it is up
                    fall 2             # failures in a row until it is down
                    weight 0           # 0: while it is down, an instance that tracks it is in fault
                    mode observe       # runs and is shown, and moves nothing; then: enforce
                    # tracked_by VI_1  # the instances it concerns, or: all
                }

                """#
        )
        let check = try #require(
            CheckLoader(plugins: [plugin]).load(text: DefinitionPage(draft).text, as: "t.conf").checks.first
        )
        #expect(check.options.arguments == draft.arguments)
        #expect(check.mode == .observe)
        #expect(
            check.options.entries == [
                .init(name: "expect", value: .string("hello you")),
                .init(name: "send", value: .bytes(Array("PING\r\n".utf8))),
                .init(name: "expect", value: .string("bye")),
            ]
        )
    }

    @Test(
        "settings that are none are refused with what was expected",
        arguments: [
            ("expect_status", "expected option=value"), ("=1", "expected option=value"),
            ("nonsense=1", "has no option of this name"), ("expect_status=900", "an integer or range|ranges"),
        ]
    )
    func badSettings(text: String, reason: String) throws {
        let plugin = try #require(Self.plugins.first { $0.kind == "http" })
        let error = #expect(throws: SettingParser.Failure.self) { try SettingParser(plugin: plugin).setting(text) }
        let isNamed = reason.split(separator: "|").contains { error?.message.contains($0) == true }
        #expect(isNamed, "\(error?.message ?? "")")
    }

    @Test(
        "values are written so that they are read again",
        arguments: [
            "", "a", "a b", "\"", "\\", "a\\", "\\\"", "\\\\", "a # b", "it's", "{x}", "PING\\r\\n", "\\x00\\\\",
        ]
    )
    func quoting(text: String) throws {
        let plugin = PluginDescription(
            kind: "say",
            summary: "",
            argument: .init(name: "TEXT", documentation: "", takesMore: true)
        )
        let draft = DefinitionDraft(name: "q", kind: "say", arguments: ["x", text])
        let result = CheckLoader(plugins: [plugin]).load(text: DefinitionPage(draft).text, as: "q.conf")
        #expect(result.checks.first?.options.arguments == ["x", text], "\(DefinitionPage(draft).text)")
    }

    @Test func nothingIsOverwritten() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/made/a.conf"
        try NewFile.write("first\n", to: path)
        #expect(throws: NewFile.Failure.exists(path)) { try NewFile.write("second\n", to: path) }
        #expect(try folder.read("made/a.conf") == "first\n")
        #expect(throws: NewFile.Failure.self) { try NewFile.write("", to: "\(folder.path)/no/such/folder/a.conf") }
    }
}
