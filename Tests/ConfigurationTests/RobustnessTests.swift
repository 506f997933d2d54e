import Checks
import Configuration
import Testing

/// Numbers that repeat from run to run.
struct Noise {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    /// 0..<`bound`.
    mutating func next(_ bound: Int) -> Int {
        self.state = self.state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((self.state >> 33) % UInt64(max(1, bound)))
    }
}

/// No input makes the parser trap, and no configuration comes of an error.
@Suite struct RobustnessTests {
    static let seed =
        SeedTests.text(state: "MASTER", priority: 200, own: "172.20.128.2", peer: "172.20.128.3")
        + "\nglobal_defs {\n vrrp_garp_interval 0.001 # x\n script_user a b\n}\n$A=b \\\n c\n@node1 foo ${A} $A\n"
        + "check c {\n exec /x 'a b' \"c\" {\n protocol nagios\n }\n on_unknown hold 3\n weight -3 reverse\n}\n"
        + "~SEQ(i,1,3) foo ${i}\n~LST({a,b},{1,2},{3,4}) bar ${a} $b\nincludea {a,b}*\nvirtual_server {\n}\n"

    private func check(_ bytes: [UInt8]) {
        var bundle = SourceBundle(mainFile: "k.conf", files: ["k.conf": bytes, "a": bytes, "b": []])
        bundle.matches = ["a*": ["a"], "b*": ["b"]]
        bundle.facts.hostName = "node1"
        var reader = BundleReader(bundle)
        let result = ConfigurationParser.parse(
            reader: &reader,
            mainFile: "k.conf",
            plugins: TestPlugins.all
        )
        let hasError = result.diagnostics.contains { $0.severity == .error }
        #expect((result.configuration == nil) == hasError)
        for diagnostic in result.diagnostics {
            _ = diagnostic.rendered()
        }
    }

    @Test("random bytes")
    func randomBytes() {
        var random = Noise(seed: 3)
        for _ in 0..<3_000 {
            self.check((0..<random.next(120)).map { _ in UInt8(random.next(256)) })
        }
    }

    @Test("random words of the grammar")
    func randomWords() {
        var random = Noise(seed: 4)
        let words = [
            "{", "}", "\n", "\n", "\n", "\"", "'", "\\", "#", "!", "$", "${", "$A=", "${A}", "@", "^", "~SEQ(", "~LST(",
            ")", ",", "include", "vrrp_instance", "vrrp_script", "check", "global_defs", "script", "notify", "weight",
            "priority", "virtual_ipaddress", "track_script", "-", "1", "300", "255", "10.0.0.1/24", "fe80::1", "dev",
            "http", "process", "exec", "state", "MASTER", "interface", "eth0", "virtual_router_id", "advert_int", ".",
            "0.0001", "authentication", "auth_pass", "unicast_peer", "\\x", "\\c", "\\400", "${_RANDOM 1 2}", "\u{0}",
        ]
        for _ in 0..<5_000 {
            var text = ""
            for _ in 0..<random.next(60) {
                text += words[random.next(words.count)] + (random.next(4) == 0 ? "" : " ")
            }
            self.check(Array(text.utf8))
        }
    }

    @Test("a good file with a few bytes changed, taken away or doubled")
    func mutations() {
        var random = Noise(seed: 5)
        let original = Array(Self.seed.utf8)
        let signs = Array("{}\"'\\#!$@~\n \t0\u{7f}.-/:=,()".utf8)
        for _ in 0..<2_500 {
            var bytes = original
            for _ in 0...random.next(4) {
                let position = random.next(bytes.count)
                switch random.next(4) {
                case 0: bytes[position] = UInt8(random.next(256))
                case 1: bytes[position] = signs[random.next(signs.count)]
                case 2: bytes.removeSubrange(position..<min(bytes.count, position + random.next(20)))
                default: bytes.insert(contentsOf: bytes[position..<min(bytes.count, position + 20)], at: position)
                }
                if bytes.isEmpty { break }
            }
            self.check(bytes)
        }
    }

    @Test("every truncation of a good file")
    func truncations() {
        let bytes = Array(Self.seed.utf8)
        for count in 0...bytes.count {
            self.check(Array(bytes[..<count]))
        }
    }

    /// Sizes at which anything quadratic would be noticed by whoever waits for the test.
    static let heavyTexts: [String] = [
        String(repeating: "a ", count: 200_000),
        String(repeating: "a", count: 400_000),
        String(repeating: "{", count: 200_000),
        String(repeating: "}", count: 200_000),
        String(repeating: "\"", count: 200_000),
        String(repeating: "$", count: 200_000),
        String(repeating: "${", count: 100_000),
        String(repeating: "${a ", count: 50_000),
        "script " + String(repeating: "\\", count: 200_000),
        "script \"" + String(repeating: "' ", count: 100_000),
        String(repeating: "foo {\n", count: 20_000),
        String(repeating: "\n", count: 200_000),
        "vrrp_instance a {\n" + String(repeating: "virtual_ipaddress { 10.0.0.1 }\n", count: 5_000) + "}\n",
        "vrrp_instance a {\ntrack_script {\n" + (0..<3_000).map { "s\($0)\n" }.joined() + "}\n}\n",
        (0..<3_000).map { "vrrp_script s\($0) {\nscript x\n}\n" }.joined(),
        (0..<2_000).map { "check c\($0) {\nprocess x\ntracked_by all\n}\n" }.joined() + instance(""),
        (0..<2_000).map { "vrrp_script s\($0) {\nscript x\n}\n" }.joined()
            + (1...40).map { number in
                "vrrp_instance i\(number) {\ninterface e\nvirtual_router_id \(number)\ntrack_script {\n"
                    + (0..<2_000).map { "s\($0)\n" }.joined() + "}\n}\n"
            }.joined(),
    ]

    @Test("large files of one kind", arguments: heavyTexts.indices)
    func heavy(index: Int) {
        self.check(Array(Self.heavyTexts[index].utf8))
    }
}
