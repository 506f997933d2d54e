import Checks
import Configuration
import Testing
import VRRP

/// `$` definitions, built-ins and `@` conditions, seen through `router_id`.
@Suite struct DefinitionTests {
    static let uses: [(definitions: String, line: String, value: String)] = [
        ("$A=x", "router_id ${A}", "x"),
        ("$A=x", "router_id $A", "x"),
        ("  $A=x", "router_id a${A}b", "axb"),
        ("$A=x", "router_id $A/32", "$A/32"),
        ("$A=x", "router_id ${A}/32", "x/32"),
        ("$A=x", "router_id $A,$A)", "x,x)"),
        ("$A=x", "router_id $AB", "$AB"),
        ("$A=x", "router_id \"${A} y\"", "x y"),
        ("$A=x y", "router_id \"${A}\"", "x y"),
        ("$A=x\n$A=y", "router_id ${A}", "y"),
        ("$A=${B}1\n$B=y", "router_id ${A}", "y1"),
        ("$A=x # comment", "router_id ${A}", "x"),
        ("$_a1=x", "router_id ${_a1}", "x"),
        ("$A=", "router_id x${A}", "x"),
        ("$A=x$", "router_id ${A}", "x$"),
        ("", "router_id ${A}", "${A}"),
        ("", "router_id $A", "$A"),
        ("$LINE=router_id z", "$LINE", "z"),
        ("$A=1", "router_id ${_ENV HOME}", "/root"),
        ("", "router_id x${_ENV NONE}", "x"),
        ("", "router_id ${_PWD}", "."),
        ("", "router_id $_PWD", "."),
        ("", "router_id ${_INSTANCE}", "one"),
        ("", "router_id x${_HASH}y", "x#y"),
        ("", "router_id $_BANG", "!"),
        ("", "router_id ${_RANDOM 5 5}", "5"),
        ("", "router_id ${_RANDOM 9 5}", "${_RANDOM 9 5}"),
        ("", "@one router_id x", "x"),
        ("", "router_id y\n@^one router_id x", "y"),
        ("", "router_id y\n@two router_id x", "y"),
        ("", "@^two router_id x", "x"),
        ("@one $A=x\n@two $A=y", "router_id ${A}", "x"),
        ("$A=one", "router_id y\n@$A router_id x", "y"),
        // What a replacement brings goes the same way again: conditions, definitions, includes.
        ("$L=@one router_id x", "router_id y\n$L", "x"),
        ("$L=@two router_id x", "router_id y\n$L", "y"),
        ("$L=\\\n@two router_id x\\\n@one router_id z\n", "$L", "z"),
        ("", "~SEQ(i,2) @one router_id x$i", "x2"),
        ("", "~SEQ(i,2) @two router_id x$i\nrouter_id y", "y"),
        ("~SEQ(i,3) $A=x${i}", "router_id ${A}", "x3"),
        ("~LST(v,a,b) $_x=1", "router_id ${v}", "b"),
        ("", "@one router_id \"a # b\"", "a # b"),
    ]

    @Test(
        "a definition that is not replaced, and a built-in that is used in another way, are warned of",
        arguments: [
            ("router_id $A/24", "3:11 warning '$A' is not replaced here: '/' stands behind it", "write ${A}"),
            ("router_id ${_RANDOM 9 1}", "3:11 warning ${_RANDOM} expects", nil),
            ("router_id ${_RANDOM x}", "3:11 warning ${_RANDOM} expects", nil),
            ("router_id ${_ENV}", "3:11 warning ${_ENV} expects the name of a variable", "write it as ${_ENV NAME}"),
            ("router_id $B/24", nil, nil), ("router_id $AB/24", nil, nil), ("router_id $A,$A)", nil, nil),
        ]
    )
    func misuse(line: String, message: String?, fix: String?) {
        let result = parse("$A=192.0.2.1\nglobal_defs {\n\(line)\n}\n")
        let found = result.diagnostics.filter { $0.message.contains("not replaced") || $0.message.contains("${_") }
        let text = found.first.map { "\($0.location.line):\($0.location.column) \($0.severity.name) \($0.message)" }
        if let message {
            #expect(text?.hasPrefix(message) == true, "\(result.summary)")
            if let fix { #expect(found.first?.fix == fix) }
        } else {
            #expect(found.isEmpty, "\(result.summary)")
        }
    }

    @Test("what a definition of several lines brings is reported with its own line, too")
    func places() {
        let result = parse("\n$A=priority 7 \\\n  priorety 8 \\\n priority 300\n" + instance("$A"))
        #expect(
            result.summary == [
                "6:1 warning unknown word 'priorety' in vrrp_instance (in the definition at k.conf:3)",
                "6:1 error priority '300' is out of range: expected a whole number from 1 to 255 (in the definition at k.conf:4)",
            ]
        )
    }

    @Test("what a definition stands for", arguments: uses)
    func use(definitions: String, line: String, value: String) {
        var reader = MemoryReader(files: ["k.conf": "\(definitions)\nglobal_defs {\n\(line)\n}\n"])
        reader.facts.environment = ["HOME": "/root"]
        reader.facts.configurationID = "one"
        let result = ConfigurationParser.parse(reader: &reader, mainFile: "k.conf", plugins: [])
        #expect(result.configuration?.global.routerID == value, "\(result.summary)")
    }

    @Test("the configuration id is the host name up to its first dot, unless given")
    func configurationID() {
        let text = "global_defs {\n@node1 router_id a\n@other router_id b\n}"
        #expect(parse(text).configuration?.global.routerID == "a")
        var reader = MemoryReader(files: ["k.conf": text])
        reader.facts.configurationID = "other"
        let result = ConfigurationParser.parse(reader: &reader, mainFile: "k.conf", plugins: [])
        #expect(result.configuration?.global.routerID == "b")
    }

    @Test("random numbers: of the seed, and within their bounds")
    func random() {
        let text = "global_defs {\nrouter_id \"" + String(repeating: "${_RANDOM 3 5} ", count: 200) + "\"\n}"
        let first = parse(text).configuration?.global.routerID ?? ""
        #expect(Set(first.split(separator: " ")) == ["3", "4", "5"])
        #expect(parse(text).configuration?.global.routerID == first)
    }

    @Test("positions point at the use, in the file's own columns")
    func positions() {
        let result = parse("$N=300\n" + instance("  priority   ${N}   # x\n foo ${N} bar"))
        #expect(result.diagnostics.map(\.location.column) == [14, 2])
        #expect(result.diagnostics.map(\.location.line) == [3, 4])
        #expect(
            result.diagnostics.first?.rendered().contains("\n      priority   ${N}   # x\n                 ^~~~")
                == true,
            "\(result.diagnostics.map { $0.rendered() })"
        )
    }

    static let repetitions: [(line: String, addresses: String)] = [
        ("~SEQ(i,1,3) 10.0.0.$i", "10.0.0.1 10.0.0.2 10.0.0.3"),
        ("~SEQ(i,3) 10.0.0.${i}/24", "10.0.0.1 10.0.0.2 10.0.0.3"),
        ("~SEQ(i, 5, -2, 1) 10.0.0.$i", "10.0.0.5 10.0.0.3 10.0.0.1"),
        ("~SEQ(i,2,1)10.0.0.$i", "10.0.0.2 10.0.0.1"),
        ("~SEQ(i,7,7) 10.0.0.$i", "10.0.0.7"),
        ("~SEQ(i,0x10,0x11) 10.0.0.$i", "10.0.0.16 10.0.0.17"),
        ("~SEQ(i,010,012) 10.0.0.$i", "10.0.0.8 10.0.0.9 10.0.0.10"),
        ("~SEQ(i,0) 10.0.1.${i}", "10.0.1.1 10.0.1.0"),
        ("~SEQ(i,2) ~LST(b,7,8) 10.0.${i}.$b", "10.0.1.7 10.0.1.8 10.0.2.7 10.0.2.8"),
        ("~LST(a,1,2) ~LST(b,7,8) 10.0.${a}.$b", "10.0.1.7 10.0.1.8 10.0.2.7 10.0.2.8"),
        ("~LST({a,b},{1,2},{3},4) 10.0.${a}.1${b}", "10.0.1.12 10.0.3.1 10.0.4.1"),
        ("  ~SEQ(a,1,2) ~SEQ(b,1,$a) 10.0.${a}.$b", "10.0.1.1 10.0.2.1 10.0.2.2"),
        ("$N=2\n~SEQ(i,1,$N) 10.0.0.$i", "10.0.0.1 10.0.0.2"),
        ("$V=10.1.${i}.1\n~SEQ(i,1,2) ${V}", "10.1.1.1 10.1.2.1"),
        ("$M=10.1.${i}.1 \\\n10.2.${i}.1\n\n~SEQ(i,1,2) $M", "10.1.1.1 10.2.1.1 10.1.2.1 10.2.2.1"),
        ("~LST(a,10.0.0.1,10.0.0.9) $a dev eth1", "10.0.0.1 10.0.0.9"),
        ("~LST({a,b},{1,2},{3,4}) 10.0.${a}.$b", "10.0.1.2 10.0.3.4"),
        ("~LST({a, b}, {1, 2}) 10.0.${a}.${b}", "10.0.1.2"),
    ]

    @Test("repetitions", arguments: repetitions)
    func repetition(line: String, addresses: String) {
        let result = parse(
            instance("virtual_ipaddress {\n\(line)\n}", replacing: "interface eth0\nvirtual_router_id 1")
        )
        #expect(
            result.only?.router.addresses.map(\.description).joined(separator: " ") == addresses,
            "\(result.summary)"
        )
    }

    @Test("a count below zero goes away from it, as in keepalived")
    func negative() {
        let result = parse("~SEQ(i,-2) foo${i}x\n")
        #expect(result.diagnostics.map { $0.message.prefix(21) } == ["unknown word 'foo-1x'", "unknown word 'foo-2x'"])
    }

    @Test("a repetition's script-valued words are read as such, with and without a condition")
    func scripts() {
        let result = parse(
            """
            vrrp_script a {
                @node1 script '/bin/x "a # b" \\x41'
            }
            ~SEQ(i,2) vrrp_script s$i { script "/bin/x 'c d' $i" }
            """
        )
        #expect(
            result.configuration?.checks.map(\.options.arguments) == [
                ["/bin/x", "a # b", "A"], ["/bin/x", "c d", "$i"], ["/bin/x", "c d", "$i"],
            ]
        )
    }

    @Test("a seed gives the same numbers again, whatever the machine's was")
    func seed() {
        func numbers(_ seed: String, of machine: UInt64) -> String? {
            var reader = MemoryReader(
                files: ["k.conf": "global_defs {\n\(seed)\nrouter_id ${_RANDOM}-${_RANDOM}-${_RANDOM}\n}"]
            )
            reader.facts.randomSeed = machine
            return ConfigurationParser.parse(reader: &reader, mainFile: "k.conf", plugins: []).configuration?.global
                .routerID
        }
        #expect(numbers("random_seed 7", of: 1) == numbers("random_seed 7", of: 2))
        #expect(numbers("random_seed 7", of: 1) != numbers("random_seed 8", of: 1))
        #expect(numbers("", of: 1) != numbers("", of: 2))
    }

    @Test("hexadecimal counting")
    func hexadecimal() {
        let result = parse("~SEQx(i,9,11) foo$i x\n~SEQx(i,9,11) foo${i}\n")
        #expect(
            result.diagnostics.map { $0.message.prefix(19) }.prefix(3) == [
                "unknown word 'foo9'", "unknown word 'fooa'", "unknown word 'foob'",
            ]
        )
    }

    static let brokenRepetitions = [
        "~SEQ", "~SEQ i", "~SEQ(", "~SEQ()", "~SEQ(1,2) x", "~SEQ(i) x", "~SEQ(i,a) x", "~SEQ(i,1,0,5) x",
        "~SEQ(i,1,-1,5) x", "~SEQ(i,5,1,1) x", "~SEQ(i,1,2,3,4) x", "~SEQ(i,1,99999999) x", "~SEQx(i,-1) x",
        "~SEQ(i,999999999999999999999) x", "~LST(a) x", "~LST() x", "~LST({a,b},{1,2,3}) x", "~SEQ(i,08) x",
        "~LST({},{}) x", "~SEQy(i,1,2) x", "~SEQ(i,-0x-1,0x-2) x",
        "~SEQ(a,8000) ~SEQ(b,8000) ~SEQ(c,8000) x $a",
    ]

    @Test("a repetition that cannot be read is an error at its place", arguments: brokenRepetitions)
    func brokenRepetition(line: String) {
        let result = parse("\n  \(line)\n")
        #expect(result.configuration == nil)
        let errors = result.diagnostics.filter { $0.severity == .error }
        #expect(errors.allSatisfy { $0.location.line == 2 && $0.message.hasPrefix("this repetition") })
    }

    static let bombs: [String] = [
        "$A=${A}\nfoo ${A}",
        "$A=${A}${A}\nfoo ${A}",
        "$A=${B}\n$B=${A}\nfoo ${A}",
        "$A0=xxxxxxxxxx\n" + (1...40).map { "$A\($0)=${A\($0 - 1)}${A\($0 - 1)}\n" }.joined() + "foo ${A40}",
        "$A0=xxxxxxxxxx\n" + (1...15).map { "$A\($0)=${A\($0 - 1)}${A\($0 - 1)}\n" }.joined()
            + String(repeating: "foo ${A12}\n", count: 5000),
        "$A=x \\\n ${A}\n\n${A}",
        "$A=${A} \\\n ${A} \\\n ${A}\n\n${A}\n",
    ]

    @Test("definitions that grow without end are one error", arguments: bombs)
    func bomb(_ text: String) {
        let result = parse(text)
        #expect(result.configuration == nil)
        #expect(result.diagnostics.contains { $0.severity == .error })
    }
}
