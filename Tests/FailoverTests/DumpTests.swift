import Checks
import Configuration
import Failover
import Testing
import VRRP

/// What files for programs that read keepalived's hold.
@Suite("Files as keepalived's")
struct DumpTests {
    static let names = ["web", "score", "worker"]

    /// A master with one tracker of each kind, and a backup that is at fault.
    static func bench(_ change: (inout GlobalConfiguration) -> Void = { _ in }) -> Bench {
        var script = Bench.check("web", weight: -20, rise: 2, fall: 3)
        script.origin = .script(command: "/usr/bin/curl -s 'a b'", native: false)
        script.kind = "exec"
        var file = Bench.check("score", weight: 2)
        file.origin = .trackFile(initialisation: nil)
        file.options = CheckOptions(arguments: ["/run/score"], argument: .string("/run/score"))
        var process = Bench.check("worker", weight: 10, reverse: true)
        process.origin = .trackProcess(command: ["nginx", "-g", "x"])
        process.options.values = [
            ProcessPlugin.Option.commandLine: .string("^nginx -g x$"),
            ProcessPlugin.Option.count: .integerRanges([2...5]),
        ]
        let down = Bench.check("db")
        let first = Bench.instance(checks: [script, file, process]) { instance in
            instance.router.authentication = .password(Authentication.Password("secret"))
            instance.notify.master = NotifyScript(command: ["/bin/m", "it's"], user: ScriptUser(user: "root"))
            instance.trackedInterfaces = [TrackedInterface(name: "eth1")]
        }
        let second = Bench.instance("VI_2", vrid: 52, priority: 90, checks: [down]) { instance in
            instance.router.version = .v3
            instance.unicast = InstanceConfiguration.Unicast(source: Bench.own, peers: [Bench.peer])
            instance.virtualAddresses = [VirtualAddress(address: IPAddress(172, 20, 128, 5), device: "eth0")]
        }
        var bench = Bench.started(
            Bench.configuration([first, second], checks: [script, file, process, down], change: change)
        )
        _ = bench.report("web", .pass)
        let score = CheckOutcome(.pass, .ok, "score 3", score: 3)
        _ = bench.handle(.report(CheckReport(check: "score", generation: 1, outcome: score)))
        let running = CheckOutcome(
            .pass,
            .ok,
            "3 processes",
            measurements: [CheckOutcome.Measurement(name: "processes", value: 3, unit: "")]
        )
        _ = bench.handle(.report(CheckReport(check: "worker", generation: 1, outcome: running)))
        _ = bench.report("db", .fail, .processMissing)
        _ = bench.advance(.seconds(4))
        _ = bench.report("web", .fail, .execExit)
        return bench
    }

    /// The clock on the wall shows 2026-01-31 12:00:00 UTC.
    static func moment(_ bench: Bench, offset: Int64 = 3600) -> DumpMoment {
        var moment = DumpMoment(
            now: bench.now,
            utc: UTCTime(nanoseconds: 1_769_860_800_000_000_000),
            offset: { _ in offset },
            version: "1.2.3",
            processID: 7,
            hostName: "node1"
        )
        moment.descriptors = [ListeningPlace(interfaceIndex: Bench.eth0, family: .ipv4): 20]
        return moment
    }

    static func text(_ file: DumpFile, _ bench: Bench = bench()) -> String { bench.node.dump(file, at: moment(bench)) }

    static func json(_ bench: Bench = bench()) throws -> JSONValue {
        try JSONValue(parsing: Array(self.text(.json, bench).utf8))
    }

    /// The lines of one instance, which begin with its name.
    static func block(_ heading: String, in text: String) -> [String] {
        let lines = text.split(separator: "\n").map(String.init)
        guard let start = lines.firstIndex(of: heading) else { return [] }
        let rest = lines[(start + 1)...].prefix { $0.hasPrefix("   ") }
        return [lines[start]] + rest
    }

    @Test("an instance stands in keepalived.data line by line as keepalived has it")
    func instance() {
        #expect(Self.block(" VRRP Instance = VI_1", in: Self.text(.state)) == Self.master)
    }

    @Test("an instance at fault says why")
    func fault() {
        let lines = Self.block(" VRRP Instance = VI_2", in: Self.text(.state))
        for line in [
            "   State = FAULT", "   Wantstate = FAULT", "   Number of tracker faults = 1",
            "   Flags of interface faults - (none)", "   Reasons of faults :", "     check db is down",
            "   Flags:", "     Using unicast", "   Advert interval = 1000 milli-sec",
            "   Using src_ip = 172.20.128.2 (from configuration)", "   Unicast Peer :",
            "     172.20.128.3 min_ttl 0 max_ttl 255", "     172.20.128.5 dev eth0 scope global",
        ] {
            #expect(lines.contains(line), "\(line) in \(lines.joined(separator: "\n"))")
        }
    }

    @Test("scripts, files and processes have their sections")
    func trackers() {
        let text = Self.text(.state)
        #expect(Self.block(" VRRP Script = web", in: text) == Self.script)
        #expect(Self.block(" Track file = score", in: text) == Self.file)
        #expect(Self.block(" VRRP Track process = worker", in: text) == Self.process)
    }

    @Test("keepalived.stats counts each instance under keepalived's names")
    func statistics() {
        var bench = Self.bench()
        var noise = Bench.packet(priority: 100)
        noise[8] = 64
        _ = bench.handle(.datagram(noise, index: Bench.eth0))
        let text = Self.text(.statistics, bench)
        #expect(text.hasPrefix(Self.counters), "\(text)")
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("VRRP Instance: ") }.count == 2)
    }

    @Test("cleared counters begin anew, and nothing else changes")
    func clearing() throws {
        var bench = Self.bench()
        let before = try Self.json(bench)
        bench.node.clearCounters()
        let after = try Self.json(bench)
        #expect(JSONPointer("/0/stats/advert_sent")?.value(in: before) == .number(1))
        #expect(JSONPointer("/0/stats/advert_sent")?.value(in: after) == .number(0))
        #expect(JSONPointer("/0/data")?.value(in: before) == JSONPointer("/0/data")?.value(in: after))
    }

    static let members: [(pointer: String, value: JSONValue)] = [
        ("/0/data/iname", .string("VI_1")), ("/0/data/ifp_ifname", .string("eth0")),
        ("/0/data/vmac_ifname", .string("")),
        ("/0/data/state", .number(2)), ("/0/data/wantstate", .number(2)), ("/0/data/vrid", .number(51)),
        ("/0/data/last_transition", .number(1_769_860_799.429687)), ("/0/data/base_priority", .number(150)),
        ("/0/data/effective_priority", .number(146)), ("/0/data/vipset", .boolean(true)),
        ("/0/data/adver_int", .number(1)), ("/0/data/garp_delay", .number(0)), ("/0/data/accept", .number(1)),
        ("/0/data/nopreempt", .boolean(false)), ("/0/data/version", .number(2)), ("/0/data/auth_type", .number(1)),
        ("/0/data/auth_data", .string("********")),
        ("/0/data/vips", .array([.string("172.20.128.4/24 dev eth0 scope global set")])),
        ("/0/data/track_script", .array([.string("'/usr/bin/curl' '-s' 'a b'")])),
        ("/0/data/track_process", .array([.string("worker")])), ("/0/data/track_ifp", .array([.string("eth1")])),
        ("/0/data/script_master", .string("'/bin/m' 'it'\\''s'")),
        ("/0/stats/become_master", .number(1)), ("/0/stats/advert_sent", .number(1)),
        ("/0/baton/state", .string("master")), ("/0/baton/checks/0/name", .string("web")),
        ("/1/data/iname", .string("VI_2")), ("/1/data/state", .number(3)), ("/1/data/auth_type", .number(0)),
        ("/1/baton/faults", .array([.string("check db is down")])),
        ("/1/baton/checks/0/reason", .string("process.missing")),
    ]

    @Test("keepalived.json, schema 1", arguments: members)
    func json(pointer: String, value: JSONValue) throws {
        #expect(try JSONPointer(pointer)?.value(in: Self.json()) == value)
    }

    @Test("schema 2 has the same instances by name, and the tracked processes")
    func schema2() throws {
        let one = try Self.json()
        let two = try Self.json(Self.bench { $0.dumps.jsonVersion = 2 })
        #expect(two["vrrp"] == one)
        let process = try #require(JSONPointer("/track_process/0")?.value(in: two))
        #expect(process["process"] == .string("worker"))
        #expect(process["parameters"] == .string("-g x"))
        #expect(process["param_match"] == .string("exact"))
        #expect(process["min_processes"] == .number(2))
        #expect(process["max_processes"] == .number(5))
        #expect(process["current_processes"] == .number(3))
        #expect(process["have_quorum"] == .boolean(true))
        #expect(process["weight"] == .number(-10))
        #expect(process["full_command"] == .boolean(false))
        #expect(JSONPointer("/baton/version")?.value(in: two) == .string("1.2.3"))
    }

    @Test("no file holds a password")
    func secrets() {
        for file in DumpFile.allCases { #expect(!Self.text(file).contains("secret")) }
    }

    @Test("the first process's file is the global part of the other")
    func parent() {
        let parent = Self.text(.parent)
        #expect(parent.hasPrefix("------< Global definitions >------\n"))
        #expect(parent.contains("\n Router ID = node1\n"))
        #expect(Self.text(.state).hasPrefix(parent))
    }

    @Test("a name or a text of several lines stays on its line")
    func lines() {
        var bench = Bench.started(
            Bench.configuration([Bench.instance("A\n VRRP Instance = B")], checks: [Bench.check("c")])
        )
        let outcome = CheckOutcome(.fail, .execExit, "x\n VRRP Instance = C")
        _ = bench.handle(.report(CheckReport(check: "c", generation: 1, outcome: outcome)))
        for file in [DumpFile.state, .statistics] {
            let heads = Self.text(file, bench).split(separator: "\n").filter {
                $0.hasPrefix(" VRRP Instance = ") || $0.hasPrefix("VRRP Instance: ")
            }
            #expect(heads.count == 1, "\(heads)")
        }
    }

    @Test("an exporter of text files finds states, addresses and scripts")
    func textExporter() {
        let found = TextExporter(Self.text(.state))
        #expect(found.instances["VI_1"]?["State"] == "MASTER")
        #expect(found.instances["VI_1"]?["Interface"] == "eth0")
        #expect(found.instances["VI_1"]?["Virtual Router ID"] == "51")
        #expect(found.instances["VI_1"]?["Gratuitous ARP delay"] == "0")
        #expect(found.addresses["VI_1"] == ["172.20.128.4/24 dev eth0 scope global set"])
        #expect(found.instances["VI_2"]?["State"] == "FAULT")
        #expect(found.addresses["VI_2"] == ["172.20.128.5 dev eth0 scope global"])
        #expect(found.scripts["web"]?["Status"] == "GOOD")
        #expect(found.scripts["web"]?["State"] == "idle")
        #expect(found.scripts["db"]?["Status"] == "BAD")
        #expect(Set(found.instances.keys) == ["VI_1", "VI_2"])
        #expect(Set(found.scripts.keys) == ["web", "db"])
    }
}
