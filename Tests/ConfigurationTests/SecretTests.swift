import Configuration
import Testing

/// No diagnostic may carry a VRRP password to a terminal or a log, however wrongly it is written.
@Suite struct SecretTests {
    static let lines = [
        "authentication {\nauth_type PASS\nauth_pas s3cret\n}",
        "authentication {\nauth_type PASS\nauth_pass s3cret more\n}",
        "authentication {\nauth_type PASS\nauth_pass first s3cret\n}",
        "authentication {\nauth_type PASS\nauth_pass 's3cret' 'b'\n}",
        "authentication {\nauth_type PASS\nauth_pass \"s3cret\n}",
        "authentication {\nauth_type s3cret\n}",
        "authentication {\nauth_type PASS\nauth_pass s3cret123\n}",
        "authentication {\nauth_type PASS\nauth_pass ${s3cret}\n}",
        "authentication {\nauth_type PASS\ns3cret\nauth_pass x\n}",
        "authentication {\nauth_type PASS\nauth_pass it's3cret' more\n}",
        "authentication { auth_pas s3cret }",
        "authentication\n{\nAUTH_PASS s3cret\n}",
        "authentication {\npassword s3cret\n}",
        "authentification {\nauth_pass \"s3cret\n}",
        "auth_pass s3cret",
        "auth_hmac {\nkey 1 \"s3cret\n}",
    ]

    @Test("what stands in or beside auth_pass is never shown", arguments: lines)
    func secret(_ lines: String) {
        let result = parse(instance(lines))
        #expect(!result.diagnostics.isEmpty)
        for diagnostic in result.diagnostics {
            #expect(!diagnostic.rendered().contains("s3cret"), "\(diagnostic.rendered())")
            #expect(!"\(diagnostic)".contains("s3cret"))
        }
    }

    @Test(
        "a secret in a URL is told of",
        arguments: [
            ("?token=abc", true), ("?a=1&KEY=abc", true), ("?pw=x#f", true), ("?password=x", true), ("?secret=x", true),
            ("?keys=1&a=token", false), ("/token=1", false), ("?a#token=1", false), ("?token", false),
        ]
    )
    func queries(query: String, isSecret: Bool) {
        let result = parse("check c {\nhttp http://192.0.2.1/\(query)\n}")
        #expect(result.diagnostics.contains { $0.message.contains("shown in logs") } == isSecret, "\(result.summary)")
    }

    @Test("a line without secrets keeps its excerpt")
    func others() {
        let result = parse(instance("prioritty 100\nauthentication {\nauth_pas s3cret\n}"))
        let rendered = result.diagnostics.map { $0.rendered() }
        #expect(rendered.contains { $0.contains("    prioritty 100\n") })
        #expect(rendered.contains { $0.contains("k.conf:4:1: warning: unknown word '…' in authentication") })
        #expect(rendered.contains { $0.contains("did you mean 'auth_pass'?") })
    }
}
