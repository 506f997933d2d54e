import Checks
import Configuration
import ConfigurationFiles
import Glibc
import Testing

/// What is said of users, programs that are told of transitions, and keys.
@Suite struct HostInspectionTests {
    private func findings(_ text: String, _ files: [String: String] = [:]) -> [String] {
        var bundle = SourceBundle(mainFile: "k.conf", files: files.mapValues { Array($0.utf8) })
        bundle.files["k.conf"] = Array(text.utf8)
        var reader = BundleReader(bundle)
        var result = ConfigurationParser.parse(
            reader: &reader,
            mainFile: "k.conf",
            plugins: BuiltinPlugins.descriptions
        )
        result.diagnostics = []
        result.add(HostInspection.diagnostics(for: result.needs, interfaces: ["lo"]))
        return result.diagnostics.map { $0.rendered() }
    }

    private static let instance = """
        vrrp_instance A {
            interface lo
            virtual_router_id 1
            virtual_ipaddress {
                192.0.2.1
            }

        """

    @Test func everythingThatIsThereIsFine() {
        let text = "global_defs {\n script_user root root\n}\n" + Self.instance + " notify \"/bin/true x\" root\n}\n"
        #expect(self.findings(text) == [])
        // As checks have it, a number is as good.
        #expect(self.findings("global_defs {\n script_user 4711 4711\n}\n") == [])
    }

    @Test func usersAndGroupsThatAreMissingAreWarnedOfAtTheirWords() {
        let text = """
            global_defs {
                script_user no-such-user
            }
            vrrp_script s {
                script /bin/true
                user root no-such-group
            }

            """
        #expect(
            self.findings(text + Self.instance + "    notify_master /bin/true 4711\n}\n") == [
                """
                k.conf:2:17: warning: script_user: there is no user 'no-such-user' here, so nothing can run as that user
                        script_user no-such-user
                                    ^~~~~~~~~~~~
                    fix: correct the name, or create the user: useradd --system no-such-user
                """,
                """
                k.conf:6:15: warning: user: there is no group 'no-such-group' here, so nothing can run in that group
                        user root no-such-group
                                  ^~~~~~~~~~~~~
                    fix: correct the name, or create the group: groupadd --system no-such-group
                """,
                """
                k.conf:14:29: warning: notify_master: there is no user '4711' here, so nothing can run as that user
                        notify_master /bin/true 4711
                                                ^~~~
                    fix: correct the name, or create the user: useradd --system 4711
                """,
            ]
        )
    }

    @Test func programsThatAreMissingAreWarnedOfAtTheirWords() {
        let text = "vrrp_script s {\n interval 2\n script \"/no/such x\"\n}\n" + Self.instance
        #expect(
            self.findings(text + "    notify_backup \"/no/one y\"\n}\n").map { String($0.prefix { $0 != "\n" }) } == [
                "k.conf:3:9: warning: check 's' will be unknown: cannot run /no/such: No such file or directory",
                "k.conf:11:19: warning: notify_backup will fail: cannot run /no/one: No such file or directory",
            ]
        )
    }

    @Test func aKeyThatOthersMayReadIsWarnedOf() throws {
        var template = Array("/tmp/inspection-test-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(path) }
        let text =
            Self.instance + "    auth_hmac {\n        key 1 file:\(path)\n        active_key 1\n    }\n}\n"
        let files = [path: String(repeating: "k", count: 32)]
        fchmod(descriptor, 0o600)
        #expect(self.findings(text, files) == [])
        fchmod(descriptor, 0o644)
        #expect(self.findings(text, files).map { String($0.prefix(25)) } == ["k.conf:8:15: warning: the"])
    }
}
