import Checks
import Configuration
import Testing
import VRRP

/// The same bytes in every process.
@Suite struct SourceBundleTests {
    private func recorded() -> (bundle: SourceBundle, result: ConfigurationResult) {
        let main =
            "$R=${_RANDOM}\nglobal_defs {\n checks_dir d\n router_id \"${R} ${_ENV E}\"\n}\ninclude i/*.conf\ninclude none\n"
        let reader = MemoryReader(
            files: [
                "/e/k.conf": main, "/e/i/a.conf": instance("@node1 priority 7"),
                "/e/d/c.conf": "check c {\nprocess x\n}",
                "/e/unread.conf": "x",
            ],
            matches: ["/e/i/*.conf": ["/e/i/a.conf"], "/e/d/*.conf": ["/e/d/c.conf"]],
            facts: SourceBundle.Facts(hostName: "node1.example", environment: ["E": "v"], randomSeed: 42)
        )
        var recording = RecordingReader(reader, mainFile: "/e/k.conf")
        let result = ConfigurationParser.parse(
            reader: &recording,
            mainFile: "/e/k.conf",
            plugins: TestPlugins.all
        )
        return (recording.bundle, result)
    }

    @Test("a bundle holds what was read, and parses to the same configuration")
    func sameConfiguration() throws {
        let (bundle, result) = self.recorded()
        #expect(result.configuration != nil, "\(result.summary)")
        #expect(result.only?.router.basePriority.description == "7")
        #expect(bundle.files.keys.sorted() == ["/e/d/c.conf", "/e/i/a.conf", "/e/k.conf"])
        #expect(bundle.matches["/e/none"] == [])

        let copy = try SourceBundle(decoding: bundle.encoded())
        #expect(copy == bundle)
        var reader = BundleReader(copy)
        let again = ConfigurationParser.parse(reader: &reader, mainFile: copy.mainFile, plugins: TestPlugins.all)
        #expect(again == result)
    }

    @Test("a bundle remembers the plugins it was found good with")
    func plugins() throws {
        var bundle = SourceBundle(
            mainFile: "k.conf",
            files: ["k.conf": Array("check c {\nhttp http://h/ {\nexpect_body x\n}\n}".utf8)],
            plugins: [OptionTests.probe]
        )
        let copy = try SourceBundle(decoding: bundle.encoded())
        #expect(copy == bundle)
        #expect(copy.parsed().configuration == nil)
        bundle.plugins = TestPlugins.all
        #expect(try SourceBundle(decoding: bundle.encoded()).parsed().configuration?.checks.count == 1)
        bundle.plugins = nil
        #expect(bundle.parsed().configuration?.checks.first?.kind == "http")
    }

    @Test("what is read ahead is what a reload reads, with the files that are there by now")
    func readAhead() throws {
        var reader = MemoryReader(
            files: [
                "/e/k.conf": "include i/*.conf\n", "/e/i/a.conf": instance("priority 7"), "/e/i/b.conf": "! nothing\n",
            ],
            matches: ["/e/i/*.conf": ["/e/i/a.conf", "/e/i/b.conf"]]
        )
        var recording = RecordingReader(reader, mainFile: "/e/k.conf")
        _ = ConfigurationParser.parse(reader: &recording, mainFile: "/e/k.conf", plugins: [])

        reader.files["/e/i/a.conf"] = instance("priority 9")
        reader.files["/e/i/c.conf"] = "! new\n"
        reader.files["/e/i/b.conf"] = nil
        reader.matches["/e/i/*.conf"] = ["/e/i/a.conf", "/e/i/c.conf"]
        let ahead = recording.bundle.readAgain(by: reader)
        #expect(ahead.files.keys.sorted() == ["/e/i/a.conf", "/e/i/c.conf", "/e/k.conf"])

        // From here on the disk is asked for what was not read ahead only.
        var disk = reader
        disk.files["/e/i/a.conf"] = "changed since"
        var again = RecordingReader(ReadAheadReader(ahead, base: disk), mainFile: "/e/k.conf")
        let result = ConfigurationParser.parse(reader: &again, mainFile: "/e/k.conf", plugins: [])
        #expect(result.only?.router.basePriority.description == "9")
        #expect(again.bundle == ahead)

        disk.files["/e/k.conf"] = "include other.conf\n"
        disk.files["/e/other.conf"] = instance("priority 11")
        let stale = recording.bundle.readAgain(by: disk)
        var other = RecordingReader(ReadAheadReader(stale, base: disk), mainFile: "/e/k.conf")
        let changed = ConfigurationParser.parse(reader: &other, mainFile: "/e/k.conf", plugins: [])
        #expect(changed.only?.router.basePriority.description == "11")
        #expect(other.bundle != stale)
    }

    @Test("every truncation and every changed byte is read without a trap")
    func damaged() {
        let bytes = self.recorded().bundle.encoded()
        for count in bytes.indices {
            #expect(throws: WireError.self) { try SourceBundle(decoding: Array(bytes[..<count])) }
        }
        #expect(throws: WireError.trailing) { try SourceBundle(decoding: bytes + [0]) }
        var random = Noise(seed: 1)
        for _ in 0..<20_000 {
            var changed = bytes
            for _ in 0...random.next(3) {
                changed[random.next(changed.count)] = UInt8(truncatingIfNeeded: random.next(256))
            }
            _ = try? SourceBundle(decoding: changed)
        }
        for _ in 0..<5_000 {
            _ = try? SourceBundle(decoding: (0..<random.next(200)).map { _ in UInt8(random.next(256)) })
        }
    }

    @Test("paths with bytes of any kind survive")
    func anyBytes() throws {
        var bundle = SourceBundle(mainFile: "")
        bundle.files["ä\n"] = Array(0...255)
        bundle.facts.configurationID = ""
        #expect(try SourceBundle(decoding: bundle.encoded()) == bundle)
    }
}
