import Checks
import Configuration
import Testing

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
        ("", "router_id ${_RANDOM 5 5}", "5"),
        ("", "router_id ${_RANDOM 9 5}", "${_RANDOM 9 5}"),
        ("", "@one router_id x", "x"),
        ("", "router_id y\n@^one router_id x", "y"),
        ("", "router_id y\n@two router_id x", "y"),
        ("", "@^two router_id x", "x"),
        ("@one $A=x\n@two $A=y", "router_id ${A}", "x"),
        ("$A=one", "router_id y\n@$A router_id x", "y"),
    ]

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
