import Checks
import TestSupport
import Testing

@Suite struct OptionValueTests {
    @Test(arguments: [
        (OptionType.string, ["a b"], OptionValue.string("a b")),
        (.path, ["/run/x"], .string("/run/x")),
        (.integer(1...10), ["10"], .integer(10)),
        (.duration(0.001...60), ["0.8"], .duration(.milliseconds(800))),
        (.duration(0.001...60), [".25"], .duration(.milliseconds(250))),
        (.duration(0...60), ["1.000001"], .duration(.microseconds(1_000_001))),
        (.boolean, [], .boolean(true)),
        (.boolean, ["on"], .boolean(true)),
        (.boolean, ["no"], .boolean(false)),
        (.choice(["GET", "HEAD"]), ["HEAD"], .string("HEAD")),
        (.integerRanges(100...599), ["200-299", "301"], .integerRanges([200...299, 301...301])),
        (.url, ["http://127.0.0.1/healthz?a=b#c"], .string("http://127.0.0.1/healthz?a=b#c")),
        (.url, ["HTTPS://[::1]:8443"], .string("HTTPS://[::1]:8443")),
        (.hostAndPort, ["127.0.0.1:80"], .hostAndPort(host: "127.0.0.1", port: 80)),
        (.hostAndPort, ["[fe80::1%eth0]:65535"], .hostAndPort(host: "fe80::1%eth0", port: 65535)),
        (.programName, ["php-fpm8.2"], .string("php-fpm8.2")), (.host, ["a_b.example"], .string("a_b.example")),
        (.host, ["[::1]:80"], .string("[::1]:80")), (.host, ["h:8080"], .string("h:8080")),
        (.numericAddress, ["192.0.2.1"], .string("192.0.2.1")), (.numericAddress, ["::"], .string("::")),
        (.numericAddress, ["fe80::1%eth0"], .string("fe80::1%eth0")), (.numericAddress, ["1::"], .string("1::")),
        (.numericAddress, ["1:2:3:4:5:6:7:8"], .string("1:2:3:4:5:6:7:8")),
        (.numericAddress, ["::ffff:192.0.2.1"], .string("::ffff:192.0.2.1")),
        (.hostAndPort, ["db.example.org:5432"], .hostAndPort(host: "db.example.org", port: 5432)),
    ])
    func validWordsAreRead(type: OptionType, words: [String], value: OptionValue) throws {
        #expect(try OptionValue(parsing: words, as: type) == value)
    }

    @Test(arguments: [
        (OptionType.string, [] as [String]), (.string, ["a", "b"]), (.string, [""]),
        (.path, ["run/x"]), (.path, ["/a\0b"]),
        (.integer(1...10), ["0"]), (.integer(1...10), ["11"]), (.integer(1...10), ["-1"]),
        (.integer(1...10), ["+5"]), (.integer(1...10), ["5x"]), (.integer(1...10), ["99999999999999999999"]),
        (.duration(0.001...60), ["0"]), (.duration(0.001...60), ["61"]), (.duration(0...60), ["1e1"]),
        (.duration(0...60), ["1.0000001"]), (.duration(0...60), ["."]), (.duration(0...60), ["1."]),
        (.duration(0...60), ["-1"]), (.duration(0...60), ["nan"]), (.duration(0...60), ["9999999999999999999"]),
        (.boolean, ["maybe"]), (.boolean, ["on", "on"]),
        (.choice(["GET", "HEAD"]), ["get"]),
        (.integerRanges(100...599), []), (.integerRanges(100...599), ["99"]), (.integerRanges(100...599), ["299-200"]),
        (.integerRanges(100...599), ["200-"]), (.integerRanges(100...599), ["200-299-300"]),
        (.url, ["127.0.0.1"]), (.url, ["ftp://h/"]), (.url, ["http://"]), (.url, ["http://user:secret@h/"]),
        (.url, ["http://a b/"]), (.url, ["http://h:0/"]), (.url, ["http://h:99999/"]), (.url, ["http://::1/"]),
        (.hostAndPort, ["127.0.0.1"]), (.hostAndPort, ["h:0"]), (.hostAndPort, ["h:65536"]), (.hostAndPort, [":80"]),
        (.programName, ["/usr/sbin/nginx"]), (.programName, ["./x"]), (.host, ["a b"]), (.host, ["http://h/"]),
        (.host, ["h:0"]), (.numericAddress, ["notanaddress"]), (.numericAddress, ["192.0.2"]),
        (.numericAddress, ["192.0.2.256"]), (.numericAddress, ["1:2:3:4:5:6:7"]), (.numericAddress, [":1"]),
        (.numericAddress, ["1::2::3"]), (.numericAddress, [":::"]), (.numericAddress, ["::12345"]),
        (.numericAddress, ["1:2:3:4:5:6:7:8:9"]), (.numericAddress, ["fe80::1%"]), (.numericAddress, ["[::1]"]),
        (.hostAndPort, ["::1:80"]), (.hostAndPort, ["[h]:80"]), (.hostAndPort, ["[::1:80"]), (.hostAndPort, ["a/b:80"]),
    ])
    func otherWordsSayWhatWasExpected(type: OptionType, words: [String]) {
        let error = #expect(throws: OptionError.self) { try OptionValue(parsing: words, as: type) }
        #expect(error?.message.hasPrefix("expected \(type.expectation), found ") == true)
        #expect(error?.message.hasSuffix("for example: \(type.example)") == true)
    }

    @Test func anErrorNamesWhatItFound() {
        let error = #expect(throws: OptionError.self) {
            try OptionValue(parsing: ["20x"], as: .integer(1...30))
        }
        #expect(error?.message == "expected an integer from 1 to 30, found '20x'; for example: 1")
    }

    @Test func randomWordsNeverTrap() {
        var generator = SeededGenerator(seed: 1)
        let types: [OptionType] = [
            .string, .path, .integer(0...9), .duration(0...9), .boolean, .choice([]), .integerRanges(0...9), .url,
            .hostAndPort, .programName, .host, .numericAddress,
        ]
        let alphabet = Array("0123456789.-:[]/@%# httpsé\0".unicodeScalars)
        for _ in 0..<20_000 {
            let words = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                var word = ""
                for _ in 0..<Int.random(in: 0...24, using: &generator) {
                    if let scalar = alphabet.randomElement(using: &generator) { word.unicodeScalars.append(scalar) }
                }
                return word
            }
            for type in types { _ = try? OptionValue(parsing: words, as: type) }
        }
    }
}
