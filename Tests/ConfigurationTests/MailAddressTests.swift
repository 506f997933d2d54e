import Configuration
import Testing

/// Who mails go to and come from.
@Suite struct MailAddressTests {
    private func recipients(_ lines: String) -> ConfigurationResult {
        parse("global_defs {\nnotification_email {\n\(lines)\n}\n}\n" + instance(""))
    }

    @Test("one or several a line, with and without names, each once")
    func recipients() throws {
        let result = self.recipients("root\na@example.org \"My admin <b@example.org>\"\n<c@[192.0.2.1]>\na@example.org")
        #expect(result.summary == [])
        let recipients = try #require(result.configuration?.global.mail?.recipients)
        #expect(recipients.map(\.mailbox) == ["root", "a@example.org", "b@example.org", "c@[192.0.2.1]"])
        #expect(recipients.map(\.displayName) == [nil, nil, "My admin", nil])
    }

    @Test("the sender has a name, too")
    func sender() throws {
        let text = "global_defs {\nnotification_email {\nroot\n}\nnotification_email_from \"VRRP, node 1 <v@h>\"\n}\n"
        let sender = try #require(parse(text + instance("")).configuration?.global.mail?.sender)
        #expect(sender.mailbox == "v@h")
        #expect(sender.displayName == "VRRP, node 1")
    }

    @Test(
        "what is no address",
        arguments: [
            "a@b@c", "\"@b\"", "a@", "a..b@c", ".a@c", "a@b.", "a@[]", "a@[b c]", "\"a b@c\"", "a@b>",
            "\"name <a b@c>\"",
            "a,b@c", "a:b@c", "(a)@c", "\"<>\"", String(repeating: "a", count: 65) + "@b",
            "a@" + String(repeating: "b", count: 253),
        ]
    )
    func errors(text: String) {
        let result = self.recipients(text)
        #expect(result.configuration == nil)
        #expect(result.summary.first?.contains("is no mail address: expected name@host") == true, "\(result.summary)")
    }

    @Test("a name without quotes would be several addresses", arguments: ["My admin <a@b>", "Admin <a@b>"])
    func unquoted(line: String) {
        let result = self.recipients(line)
        #expect(result.summary.count == 1)
        #expect(result.summary.first?.contains("a name before an address makes") == true, "\(result.summary)")
        #expect(result.diagnostics.first?.fix == "put both into one pair of quotes: \"\(line)\"")
        let sender = parse("global_defs {\nnotification_email_from \(line)\n}\n" + instance(""))
        #expect(sender.summary.first?.contains("a name before an address makes") == true, "\(sender.summary)")
    }
}
