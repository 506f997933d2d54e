import Checks
import Configuration
import Testing
import VRRP

/// `auth_hmac { … }`.
@Suite struct MessageAuthenticationTests {
    static let hex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
    static let text = "a-pass-phrase-of-exactly-32-bytes"

    static func block(_ lines: String) -> String { instance("auth_hmac {\n\(lines)\n}") }

    static func authentication(_ lines: String, files: [String: String] = [:]) -> MessageAuthentication? {
        parse(self.block(lines), also: files).only?.router.messageAuthentication
    }

    @Test("a key is text, hexadecimal, or a file of one of the two")
    func keys() throws {
        let bytes = Array(UInt8(0)..<32)
        let expected = try #require(MessageKey(identifier: 1, bytes: bytes))
        let files = ["hex.key": "hex:\(Self.hex)\n", "/etc/text.key": "\(Self.text)\r\n"]
        let inline = Self.authentication("key 1 hex:\(Self.hex)\nactive_key 1")
        #expect(inline?.keys == [expected])
        #expect(inline?.activeKey == expected)
        #expect(inline?.mode == .enforce)
        #expect(inline?.antiReplay == .time(window: .seconds(5)))
        #expect(Self.authentication("key 1 hex:\(Self.hex.uppercased())\nactive_key 1")?.keys == [expected])
        #expect(Self.authentication("key 1 file:hex.key\nactive_key 1", files: files)?.keys == [expected])
        let text = MessageKey(identifier: 9, bytes: Array(Self.text.utf8))
        #expect(Self.authentication("key 9 \(Self.text)\nactive_key 9")?.activeKey == text)
        #expect(Self.authentication("key 9 file:/etc/text.key\nactive_key 9", files: files)?.activeKey == text)
    }

    @Test(
        "hexadecimal is read as keepalived 2.4.3 reads it: blanks between bytes, a single digit is a byte",
        arguments: [
            ("00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e 1f", nil),
            (" 000102030405060708090A0B0C0D0E0F\t101112131415161718191a1b1c1d1e1f  ", nil),
            ("0 1 2 3 4 5 6 7 8 9 a b c d e f 101112131415161718191a1b1c1d1e1f", nil),
            ("\(hex)a", UInt8(10)),
        ] as [(String, UInt8?)]
    )
    func hexadecimal(digits: String, more: UInt8?) throws {
        let bytes = Array(UInt8(0)..<32) + (more.map { [$0] } ?? [])
        let expected = try #require(MessageKey(identifier: 1, bytes: bytes))
        let isOdd = more != nil || digits.hasPrefix("0 1")
        for (value, files) in [("\"hex:\(digits)\"", [:]), ("file:k", ["k": "hex:\(digits)\n"])]
            as [(String, [String: String])]
        {
            let result = parse(Self.block("key 1 \(value)\nactive_key 1"), also: files)
            #expect(result.only?.router.messageAuthentication?.keys == [expected], "\(result.summary)")
            #expect(result.summary.contains { $0.contains("a byte of a single digit") } == isOdd, "\(result.summary)")
        }
    }

    @Test("everything that can be said")
    func everything() {
        let lines = """
            key 1 hex:\(Self.hex)
            key 255 \(Self.text)
            active_key 255
            anti_replay time
            time_window 300
            mode receive-only
            """
        let authentication = Self.authentication(lines)
        #expect(authentication?.keys.map(\.identifier) == [1, 255])
        #expect(authentication?.activeKey.identifier == 255)
        #expect(authentication?.antiReplay == .time(window: .seconds(300)))
        #expect(authentication?.mode == .receiveOnly)
        #expect(
            Self.authentication("key 1 \(Self.text)\nactive_key 1\nanti_replay monotonic")?.antiReplay == .monotonic
        )
        #expect(Self.authentication("key 1 \(Self.text)\nactive_key 1\nmode permissive")?.mode == .permissive)
    }

    @Test("the window follows the interval")
    func window() {
        let text = instance("advert_int 10\nauth_hmac {\nkey 1 \(Self.text)\nactive_key 1\n}")
        #expect(parse(text).only?.router.messageAuthentication?.antiReplay == .time(window: .seconds(30)))
    }

    @Test(
        "what is wrong, and where",
        arguments: [
            ("key 1 short\nactive_key 1", "3:7", "5 bytes: expected 32 to 64"),
            ("key 1 \"hex:\(hex) 0\t0\"\nactive_key 1", "3:7", "not hexadecimal"),
            ("key 1 hex:zz\(hex)\nactive_key 1", "3:7", "not hexadecimal"),
            ("key 1 hex:\(hex)\(hex)00\nactive_key 1", "3:7", "65 bytes"),
            ("key 1 hex:\nactive_key 1", "3:7", "0 bytes"),
            ("key 0 \(text)\nactive_key 1", "3:5", "1 to 255"),
            ("key 256 \(text)\nactive_key 1", "3:5", "1 to 255"),
            ("key 1\nactive_key 1", "3:1", "an identifier and a value"),
            ("key 1 \(text)\nkey 1 \(text)\nactive_key 1", "4:5", "stands here twice"),
            ("key 1 file:none\nactive_key 1", "3:7", "no such file"),
            ("key 1 file:empty\nactive_key 1", "3:7", "0 bytes"),
            ("key 1 \(text)\nactive_key 2", "4:1", "no key 2"),
            ("key 1 \(text)\nactive_key 0", "4:12", "1 to 255"),
            ("key 1 \(text)", "2:1", "no active_key"),
            ("active_key 1", "2:1", "has no key"),
            ("key 1 \(text)\nactive_key 1\ntime_window 0", "5:13", "1 to 300"),
            ("key 1 \(text)\nactive_key 1\ntime_window 301", "5:13", "1 to 300"),
            ("key 1 \(text)\nactive_key 1\nanti_replay never", "5:13", "time or monotonic"),
            ("key 1 \(text)\nactive_key 1\nmode strict", "5:6", "enforce, permissive or receive-only"),
        ]
    )
    func errors(lines: String, place: String, fragment: String) {
        let result = parse(Self.block(lines), also: ["empty": "\n"])
        #expect(result.configuration == nil)
        let errors = result.diagnostics.filter { $0.severity == .error }
        #expect(errors.count == 1, "\(result.summary)")
        let first = errors.first
        #expect("\(first?.location.line ?? 0):\(first?.location.column ?? 0)" == place)
        #expect(first?.message.contains(fragment) ?? false, "\(first?.message ?? "")")
    }

    @Test("no message shows a key")
    func secrecy() {
        for lines in [
            "key 1 s3cret\nactive_key 1", "key s3cret \(Self.text)", "kye 1 s3cret", "key 1 \(Self.text) s3cret",
            "key 1 hex:s3cret\nactive_key 1", "key 1 file:f\nactive_key 1", "active_key s3cret",
        ] {
            let result = parse(Self.block(lines), also: ["f": "s3cret"])
            #expect(!result.diagnostics.isEmpty)
            for diagnostic in result.diagnostics {
                #expect(!diagnostic.rendered().contains("s3cret"), "\(diagnostic.rendered())")
            }
        }
        #expect(!"\(Self.authentication("key 1 \(Self.text)\nactive_key 1") as Any)".contains("97, 45"))
    }

    @Test("authentication gives way to it, and a window without a clock is said to be useless")
    func warnings() {
        let both = parse(
            instance(
                "authentication {\nauth_type PASS\nauth_pass x\n}\nauth_hmac {\nkey 1 \(Self.text)\nactive_key 1\n}"
            )
        )
        #expect(both.only?.router.authentication == Authentication.none)
        #expect(both.only?.router.messageAuthentication != nil)
        #expect(both.diagnostics.contains { $0.severity == .warning && $0.message.contains("beside auth_hmac") })
        let window = parse(Self.block("key 1 \(Self.text)\nactive_key 1\nanti_replay monotonic\ntime_window 9"))
        #expect(window.diagnostics.contains { $0.message.contains("time_window has no effect") })
    }

    @Test("strict mode takes nothing that is not signed")
    func strict() {
        let result = parse(instance("strict_mode\nauth_hmac {\nkey 1 \(Self.text)\nactive_key 1\nmode permissive\n}"))
        #expect(result.only?.router.messageAuthentication?.mode == .enforce)
        #expect(result.summary.contains { $0.hasPrefix("6:1 warning in strict mode") })
    }

    @Test("the files of keys are part of the bundle, so that every process has them")
    func bundle() {
        let text = Self.block("key 1 file:k\nactive_key 1")
        var reader = RecordingReader(MemoryReader(files: ["k.conf": text, "k": Self.text]), mainFile: "k.conf")
        let first = ConfigurationParser.parse(reader: &reader, mainFile: "k.conf", plugins: [])
        #expect(first.needs.keyFiles.map(\.name) == ["k"])
        var again = BundleReader(reader.bundle)
        let second = ConfigurationParser.parse(reader: &again, mainFile: "k.conf", plugins: [])
        #expect(second.configuration == first.configuration)
    }
}
