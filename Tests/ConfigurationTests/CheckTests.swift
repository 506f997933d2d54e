import Checks
import Configuration
import Testing

/// `check` blocks and the folders they stand in.
@Suite struct CheckTests {
    @Test("the design's sample")
    func sample() throws {
        let result = parse(
            """
            check web {
                http http://127.0.0.1/healthz {      # plugin, its argument, its options
                    expect_status 200-299 404
                    expect_body   "ok"
                }
                interval   2
                timeout    0.8
                rise 2
                fall 3
                weight     -60                       # keepalived's meaning: 0 = fault
                tracked_by VI_1                      # or: all; or name it in a track_script block
                on_unknown hold 30
                user nobody
            }
            """ + "\n" + instance("")
        )
        #expect(result.summary == [])
        let check = try #require(result.configuration?.checks.first)
        #expect(check.name == "web")
        #expect(check.kind == "http")
        #expect(check.options.arguments == ["http://127.0.0.1/healthz"])
        #expect(check.options.integerRanges("expect_status") == [200...299, 404...404])
        #expect(check.options.string("expect_body") == "ok")
        #expect(check.options["connect_timeout"] == nil)
        #expect(check.schedule == CheckSchedule(interval: .seconds(2), timeout: .milliseconds(800), rise: 2, fall: 3))
        #expect(check.weight == CheckWeight(value: -60))
        #expect(check.onUnknown == .hold(.seconds(30)))
        #expect(check.user == ScriptUser(user: "nobody"))
        #expect(check.trackedBy == .instances(["VI_1"]))
        #expect(check.origin == .check)
        #expect(check.location == SourceLocation(file: "k.conf", line: 1, column: 7))
        #expect(result.only?.trackedChecks == [TrackedCheck(name: "web", weight: CheckWeight(value: -60))])
    }

    @Test("defaults: fault, every second, unknown fails, the plugin's own options")
    func defaults() throws {
        let check = try #require(parse("check c {\nhttp http://h/\n}").configuration?.checks.first)
        #expect(check.schedule == CheckSchedule(interval: .seconds(1), timeout: .seconds(1), rise: 1, fall: 1))
        #expect(check.weight == .fault)
        #expect(check.onUnknown == .fail)
        #expect(check.trackedBy == .instances([]))
        #expect(check.options.values == ["expect_status": .integerRanges([200...299])])
    }

    /// As in a shell: `\` takes `"` and itself within double quotes, nothing within single ones.
    static let commands: [(String, [String])] = [
        (#"shell "grep -q '\.conf' /x""#, [#"grep -q '\.conf' /x"#]),
        (#"shell 'awk "{print \$1}" /x # no comment'"#, [#"awk "{print \$1}" /x # no comment"#]),
        (#"shell "echo \"a b\" \\ c""#, [#"echo "a b" \ c"#]),
        (#"shell "test $(cat /x) -lt 5 || exit 1" { }"#, ["test $(cat /x) -lt 5 || exit 1"]),
        (#"exec /x -a 'b c' "d e"f g\ h"#, ["/x", "-a", "b c", "d ef", "g h"]),
        (#"exec /x {"#, ["/x"]),
        (#"process 'my app' # comment"#, ["my app"]),
    ]

    @Test("quotes in a check", arguments: commands)
    func quotes(line: String, arguments: [String]) {
        let text = line.hasSuffix("{") ? "check c {\n\(line)\nprotocol nagios }\n}" : "check c {\n\(line)\n}"
        let result = parse(text)
        #expect(result.configuration?.checks.first?.options.arguments == arguments, "\(result.summary)")
        #expect(
            parse("check c { \(line.hasSuffix("{") || line.contains("#") ? "process x" : line) }").configuration != nil
        )
    }

    @Test("tracked_by and track_script meet: the instance's own weight wins, nothing is tracked twice")
    func tracking() {
        let result = parse(
            """
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 1
                virtual_ipaddress {
                    192.0.2.1
                }
                track_script {
                    late weight 5 reverse
                    a
                    s weight -7 noreverse
                }
            }
            vrrp_instance VI_2 {
                interface eth1
                virtual_router_id 1
                virtual_ipaddress {
                    192.0.2.2
                }
            }
            check a {
                process a
                weight -1
                tracked_by VI_1
                tracked_by VI_2 VI_2
            }
            check everywhere {
                process e
                tracked_by all
                weight -2
            }
            vrrp_script s {
                script s
                weight 3 reverse
            }
            check late {
                process l
            }
            """
        )
        #expect(result.summary == [])
        let instances = result.configuration?.instances ?? []
        #expect(
            instances.first?.trackedChecks == [
                TrackedCheck(name: "late", weight: CheckWeight(value: 5, reverse: true)),
                TrackedCheck(name: "a", weight: CheckWeight(value: -1)),
                TrackedCheck(name: "s", weight: CheckWeight(value: -7)),
                TrackedCheck(name: "everywhere", weight: CheckWeight(value: -2)),
            ]
        )
        #expect(instances.last?.trackedChecks.map(\.name) == ["a", "everywhere"])
    }

    @Test("checks_dir: files of the folder, beside the file that names it")
    func checksDirectory() {
        var reader = MemoryReader(
            files: [
                "/etc/k.conf": "global_defs {\n checks_dir checks.d\n checks_dir /opt/more\n}\n" + instance(""),
                "/etc/checks.d/a.conf": "check a {\n process a\n tracked_by VI_1\n}",
                "/etc/checks.d/b.conf": "vrrp_script b {\n script /b\n}\n",
                "/opt/more/c.conf": "check c {\n process ${NAME}\n}",
            ],
            matches: [
                "/etc/checks.d/*.conf": ["/etc/checks.d/a.conf", "/etc/checks.d/b.conf"],
                "/opt/more/*.conf": ["/opt/more/c.conf"],
            ]
        )
        let result = ConfigurationParser.parse(reader: &reader, mainFile: "/etc/k.conf", plugins: TestPlugins.all)
        #expect(result.configuration?.checks.map(\.name) == ["a", "b", "c"], "\(result.summary)")
        #expect(result.configuration?.global.checksDirectories == ["/etc/checks.d", "/opt/more"])
        #expect(result.only?.trackedChecks.map(\.name) == ["a"])
    }

    @Test("a folder that cannot be read is an error, an empty one a warning")
    func unreadableDirectory() {
        let text = "global_defs {\n checks_dir d\n}\n" + instance("")
        var reader = MemoryReader(files: ["k.conf": text], failures: ["d/*.conf": .unreadable("permission denied")])
        var result = ConfigurationParser.parse(reader: &reader, mainFile: "k.conf", plugins: [])
        #expect(result.summary == ["2:13 error cannot search checks_dir 'd': permission denied"])
        result = parse(text)
        #expect(result.summary == ["2:13 warning checks_dir 'd' holds no *.conf file"])
        #expect(result.configuration != nil)
    }

    @Test("files of checks alone: no instance is needed, and none may stand there")
    func standalone() {
        var reader = MemoryReader(
            files: [
                "a.conf": "check a {\n process a\n tracked_by VI_9\n}",
                "b.conf": instance("") + "check b {\n process b\n}\ncheck a {\n process a\n}",
            ]
        )
        var result = ConfigurationParser.parseChecks(reader: &reader, files: ["a.conf"], plugins: TestPlugins.all)
        #expect(result.checks.map(\.name) == ["a"])
        #expect(result.diagnostics.isEmpty)
        result = ConfigurationParser.parseChecks(
            reader: &reader,
            files: ["a.conf", "b.conf", "none.conf"],
            plugins: TestPlugins.all
        )
        #expect(result.hasErrors)
        #expect(
            result.diagnostics.map(\.message) == [
                "'vrrp_instance' has no place in a file of checks",
                "a check named 'a' stands at a.conf:1:7 already",
                "cannot read this file: there is no such file",
            ]
        )
    }

    @Test("every built-in plugin's examples parse", arguments: BuiltinPlugins.descriptions)
    func examples(plugin: PluginDescription) {
        for example in plugin.examples {
            var reader = MemoryReader(files: ["e.conf": example])
            let result = ConfigurationParser.parseChecks(
                reader: &reader,
                files: ["e.conf"],
                plugins: BuiltinPlugins.descriptions
            )
            #expect(result.diagnostics.map(\.message) == [])
            #expect(result.checks.map(\.kind) == [plugin.kind])
        }
    }
}
