import ArgumentParser
import Failover
import Foundation
import Testing

@testable import baton

/// What operators read of maintenance, drains and drills.
@Suite(.timeLimit(.minutes(2))) struct MaintenanceCommandTests {
    static func instance(_ name: String, _ state: String, group: String? = nil, handover: String = "null") -> String {
        """
        {"name":"\(name)","interface":"eth0","vrid":51,"version":3,"state":"\(state)",\
        "priority":{"base":150,"effective":150},"sync_group":\(group.map { "\"\($0)\"" } ?? "null"),\
        "advert_int_ms":100,"since_ms":5,"master":null,"source":"10.0.0.2","addresses":["10.0.0.4/24","10.0.0.5/24"],\
        "routes_and_rules":[],"faults":[],"last_transition":null,"maintenance":null,"handover":\(handover)}
        """
    }

    static func status(_ instances: [String], more: String = "") throws -> StatusDocument {
        let text = """
            {"schema":"status/v1","version":"1","pid":1,"uptime_ms":5,"generation":1,\
            "checker":{"state":"running","since_ms":5},"instances":[\(instances.joined(separator: ","))],\
            "sync_groups":[],"statics":[],"checks":[],"fifos":[],"journal":[]\(more)}
            """
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(StatusDocument.self, from: Data(text.utf8))
    }

    @Test("before it is done: who hands what over, what of a successor is known, and how it ends")
    func plan() throws {
        let status = try Self.status([Self.instance("VI_1", "master"), Self.instance("VI_2", "backup")])
        let affected = try AffectedInstances([], of: status)
        #expect(
            MaintenanceOnCommand.plan(affected, until: "30m") == [
                "VI_1 is master and will hand 10.0.0.4, 10.0.0.5 over. No other node is known, as those that wait are silent: "
                    + "if none takes over, nobody holds 10.0.0.4, 10.0.0.5",
                "VI_2 is backup and will stand aside", "it ends by itself after 30m",
            ]
        )
        #expect(MaintenanceOnCommand.plan(affected, until: nil).last == "it ends with: baton maintenance off")
        #expect(
            DrainCommand.plan(affected.units).first
                == "VI_1 is master and will offer 10.0.0.4, 10.0.0.5; it stays here if nobody takes it over"
        )
    }

    @Test("members of a sync group are one unit and go along")
    func groups() throws {
        let status = try Self.status([
            Self.instance("A", "master", group: "G"), Self.instance("B", "master"),
            Self.instance("C", "master", group: "G"),
        ])
        let all = try AffectedInstances([], of: status)
        #expect(all.units.map { $0.map(\.name) } == [["A", "C"], ["B"]])
        let one = try AffectedInstances(["C"], of: status)
        #expect(one.instances.map(\.name) == ["A", "C"])
        #expect(one.remark == ["A goes along, of the same sync group"])
    }

    private static let entry = """
        {"kind":"drained","instance":"VI_1","reason":"r","user":"alice","uid":0,"since":"s","until":null,"text":"drained since s"}
        """

    private static func report(
        _ before: String,
        _ now: String,
        isAside: Bool,
        handover: String = "null"
    ) throws -> HandoverReport {
        let text = Self.instance("VI_1", now, handover: handover)
        let instance = isAside ? text.replacing("\"maintenance\":null", with: "\"maintenance\":\(Self.entry)") : text
        return HandoverReport(
            OrderDocument.Before(instance: "VI_1", state: before, maintenance: false),
            at: 100,
            try Self.status([instance]).instances[0]
        )
    }

    @Test(
        "afterwards: what became of it",
        arguments: [
            (
                "initialize", true,
                "{\"ago_ms\":5,\"began_us\":100,\"outcome\":\"taken\",\"successor\":\"10.0.0.3\",\"time_us\":610000}",
                "VI_1: 10.0.0.4, 10.0.0.5 handed to 10.0.0.3 in 0.61 s", true, true
            ),
            (
                "initialize", true, "{\"ago_ms\":5,\"began_us\":100,\"outcome\":\"nobody\"}",
                "VI_1: nobody took 10.0.0.4, 10.0.0.5 over: it is not held by any node this one knows of", true, false
            ),
            (
                "master", false, "{\"ago_ms\":5,\"began_us\":100,\"outcome\":\"kept\"}",
                "VI_1: nobody took 10.0.0.4, 10.0.0.5 over; it stays here", false, false
            ),
            (
                "resigning", false, "{\"ago_ms\":5,\"began_us\":100,\"outcome\":\"under_way\"}",
                "VI_1: still hands 10.0.0.4, 10.0.0.5 over", false, false
            ),
            // The router was killed during the offer, or refused to offer: it has what it had.
            (
                "master", false, "null",
                "VI_1: is master; 10.0.0.4, 10.0.0.5 is here. See: baton why VI_1", false, false
            ),
            (
                "master", false, "{\"ago_ms\":5,\"began_us\":100,\"outcome\":\"broken\"}",
                "VI_1: is master; 10.0.0.4, 10.0.0.5 is here. See: baton why VI_1", false, false
            ),
            // A handover that began before the order has nothing to do with it.
            (
                "master", false, "{\"ago_ms\":5,\"began_us\":99,\"outcome\":\"kept\"}",
                "VI_1: is master; 10.0.0.4, 10.0.0.5 is here. See: baton why VI_1", false, false
            ),
            (
                "initialize", true, "{\"ago_ms\":5,\"began_us\":99,\"outcome\":\"taken\",\"successor\":\"10.0.0.3\"}",
                "VI_1: 10.0.0.4, 10.0.0.5 is not here any more, and no other node is known to hold it", true, false
            ),
            (
                "initialize", true, "{\"ago_ms\":5,\"began_us\":100,\"outcome\":\"broken\"}",
                "VI_1: 10.0.0.4, 10.0.0.5 is not here any more, and no other node is known to hold it", true, false
            ),
            (
                "backup", false, "{\"ago_ms\":5,\"began_us\":100,\"outcome\":\"broken\"}",
                "VI_1: does not stand aside; see: baton why VI_1", false, false
            ),
        ]
    )
    func outcome(
        state: String,
        isAside: Bool,
        handover: String,
        line: String,
        isAway: Bool,
        isWell: Bool
    ) throws {
        let report = try Self.report("master", state, isAside: isAside, handover: handover)
        #expect(report.line("10.0.0.4, 10.0.0.5") == line)
        #expect(report.isAway == isAway)
        #expect(report.isWell == isWell)
    }

    @Test("afterwards: of a backup, of one that has become master, and of one that is gone")
    func withoutHandover() throws {
        let old = "{\"ago_ms\":5,\"began_us\":200,\"outcome\":\"taken\",\"successor\":\"10.0.0.3\"}"
        let aside = try Self.report("backup", "initialize", isAside: true, handover: old)
        #expect(aside.line("x") == "VI_1: stands aside")
        #expect(aside.isAway && aside.isWell && aside.isSettled)
        #expect(try Self.report("backup", "master", isAside: false).outcome == "stayed")
        let gone = HandoverReport(.init(instance: "VI_1", state: "master", maintenance: false), at: 100, nil)
        #expect(
            gone.line("x")
                == "VI_1: there is no such instance any more; a reload took it out of the configuration or renamed it"
        )
        #expect(!gone.isAway && gone.isSettled)
        // One that was over when the order came is not told as if it had followed from it.
        let earlier =
            "{\"ago_ms\":5,\"began_us\":50,\"outcome\":\"taken\",\"successor\":\"10.0.0.3\",\"time_us\":610000}"
        let stale = try Self.report("master", "initialize", isAside: true, handover: earlier)
        #expect(stale.outcome == "released" && stale.successor == nil && stale.timeMs == nil)
        #expect(stale.isAway && !stale.isWell)
        // A handover that was under way when the order came goes on for it.
        let joined = "{\"ago_ms\":5,\"began_us\":50,\"outcome\":\"taken\",\"successor\":\"10.0.0.3\"}"
        #expect(try Self.report("resigning", "initialize", isAside: true, handover: joined).outcome == "taken")
    }

    @Test("what a drain says in the end")
    func drained() {
        func report(_ name: String, _ state: String) -> HandoverReport {
            var report = HandoverReport(.init(instance: name, state: "master", maintenance: false), at: 0, nil)
            report.outcome = state
            return report
        }
        let reports = [
            report("A", "taken"), report("B", "kept"), report("C", "stayed"), report("D", "removed"),
            report("E", "under_way"), report("F", "stood_aside"),
        ]
        #expect(
            DrainCommand.summary(reports, of: 7)
                == "2 of 7 drained; B stayed here, as nobody else has it; C stayed here; D is no instance any more; "
                + "E is not drained yet. Undo with: baton maintenance off"
        )
    }

    @Test("an order's answer says what it met")
    func orderAnswer() throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        func done(_ text: String) throws -> OrderDocument.Done {
            guard case .done(let done) = try decoder.decode(OrderDocument.self, from: Data(text.utf8)) else {
                throw CocoaError(.coderValueNotFound)
            }
            return done
        }
        let known = try Self.status([Self.instance("VI_1", "backup")]).instances
        let new = try done(
            """
            {"schema":"order/v1","instances":["VI_1"],"at_us":100,"before":[{"instance":"VI_1","state":"master",\
            "maintenance":false}],"failure":null}
            """
        )
        #expect(new.atUs == 100)
        #expect(new.subjects(known).map(\.state) == ["master"])
        let old = try done("{\"schema\":\"order/v1\",\"instances\":[\"VI_1\"],\"failure\":\"disk full\"}")
        #expect(old.subjects(known).map(\.state) == ["backup"])
    }

    @Test("off names what was in maintenance and competes, and what is gone")
    func off() throws {
        let before = [
            OrderDocument.Before(instance: "VI_1", state: "initialize", maintenance: true),
            OrderDocument.Before(instance: "VI_2", state: "master", maintenance: false),
        ]
        let status = try Self.status([Self.instance("VI_1", "backup"), Self.instance("VI_2", "master")])
        #expect(MaintenanceOffCommand.lines(before, [], status) == ["VI_1: competes again"])
        #expect(
            MaintenanceOffCommand.lines([], ["VI_9"], status)
                == ["VI_9: is in maintenance no more; no instance is called that"]
        )
        #expect(
            MaintenanceOffCommand.lines([], [], status) == ["done; no instance was kept from competing by it alone"]
        )
    }

    @Test("an end that is not kept is told until it is, and is no health; so is an entry without an instance")
    func unkept() throws {
        let more = ",\"maintenance\":{\"entries\":[],\"failure\":\"disk full\",\"kept\":true}"
        let status = try Self.status([Self.instance("VI_1", "master")], more: more)
        #expect(status.exitCode == 1)
        let text =
            "nothing is in maintenance or drained\n  after a restart of the agent, what was in maintenance before the last "
            + "order will be in maintenance again: disk full"
        #expect(StatusPage(status).text.contains(text))
        let maintenance = try #require(status.maintenance)
        #expect(!maintenance.isQuiet)
        #expect(MaintenancePage(maintenance, of: ["VI_1"]).text == text)
        let strange = try Self.status([], more: ",\"maintenance\":{\"entries\":[\(Self.entry)],\"failure\":null}")
        let entries = try #require(strange.maintenance)
        #expect(
            MaintenancePage(entries, of: ["VI_2"]).text
                == "maintenance\n  VI_1: drained since s; no instance is called that: under another name it competes"
        )
        #expect(MaintenancePage(entries, of: ["VI_1"]).text == "maintenance\n  VI_1: drained since s")
    }

    @Test("of a node that is in maintenance as a whole, the end of one entry lets nothing compete")
    func belowWhole() throws {
        let status = try Self.status([Self.instance("VI_1", "master")])
        let affected = try AffectedInstances(["VI_1"], of: status)
        let whole = MaintenanceDocument.Entry(
            kind: "maintenance",
            reason: "r",
            uid: 0,
            since: "s",
            text: "in maintenance since s"
        )
        #expect(
            MaintenanceOnCommand.plan(affected, until: "2s", whole: whole).last
                == "this entry ends by itself after 2s; the whole node stays in maintenance since s"
        )
    }

    @Test("a drill that the agent would refuse is not asked about")
    func drillRefusal() throws {
        let backup = try Self.status([Self.instance("VI_1", "backup")]).instances
        #expect(DrillCommand.refusal("VI_1", of: backup) == "VI_1 is not master here but backup")
        let aside = Self.instance("VI_1", "initialize").replacing(
            "\"maintenance\":null",
            with: "\"maintenance\":\(Self.entry)"
        )
        #expect(
            DrillCommand.refusal("VI_1", of: try Self.status([aside]).instances)
                == "VI_1 is drained since s; end that first with: baton maintenance off"
        )
        #expect(DrillCommand.refusal("VI_1", of: try Self.status([Self.instance("VI_1", "master")]).instances) == nil)
    }

    @Test("an order that the agent would not read to its end is not sent")
    func tooLong() {
        let names = Array(repeating: "VI_1", count: 12_000)
        let order = OrderOptions.silent(socket: "/nowhere")
        let code = #expect(throws: ExitCode.self) {
            try order.give(.endMaintenance(instances: names, by: OrderOptions.user))
        }
        #expect(code == ExitCode(64))
        let short = #expect(throws: ExitCode.self) {
            try order.give(.endMaintenance(instances: [], by: OrderOptions.user))
        }
        #expect(short == ExitCode(3))
    }

    @Test("what to say instead keeps the options, for a shell")
    func words() {
        #expect(OrderOptions.word("for", "30m") == " --for 30m")
        #expect(OrderOptions.word("for", nil) == "")
        #expect(OrderOptions.word("reason", "it's $x") == " --reason 'it'\\''s $x'")
        #expect(OrderOptions.word("probe", "[2001:db8::1]:80") == " --probe '[2001:db8::1]:80'")
    }

    @Test("status shows it, and is degraded")
    func status() throws {
        let more = """
            ,"maintenance":{"entries":[{"kind":"maintenance","instance":null,"reason":"r","user":"alice","uid":0,\
            "since":"s","until":"u","left_ms":120000,"text":"in maintenance since s"}],"failure":"disk full"},\
            "drill":{"instance":"VI_1","members":["VI_1"],"uid":0,"reason":"quarterly","ago_ms":5000,\
            "return_after_ms":30000,"phase":"away","handover_us":610000,"successor":"10.0.0.3","left_ms":25000}
            """
        let status = try Self.status([Self.instance("VI_1", "backup")], more: more)
        #expect(status.exitCode == 1)
        let page = StatusPage(status).text
        #expect(page.contains("maintenance\n  this node: in maintenance since s (ends in 2 min)"))
        #expect(page.contains("  it would not survive a restart of the agent: disk full"))
        #expect(
            page.contains(
                "drill of VI_1 by uid 0, begun 5 s ago: 10.0.0.3 has the addresses for another 25 s: quarterly"
            )
        )
        #expect(try Self.status([]).exitCode == 0)
    }

    @Test("the longest time without a connection, there and back")
    func probe() {
        var record = ProbeRecord()
        for begun in [0.0, 10, 20, 95, 105, 500, 510, 560] { record.succeeded(begun) }
        record.failed()
        record.turn = 505
        let outage = record.outage(of: "10.0.0.4:80", at: 570)
        #expect(
            outage
                == ProbeOutage(target: "10.0.0.4:80", connections: 8, failures: 1, thereMs: 395, backMs: 50)
        )
        #expect(
            outage.lines == [
                "10.0.0.4:80: longest time without a connection on the way there: 395 ms",
                "10.0.0.4:80: longest time without a connection on the way back: 50 ms",
                "10.0.0.4:80: 8 connections succeeded, 1 failed",
            ]
        )
        #expect(
            ProbeRecord().outage(of: "x", at: 5).lines == ["x: no connection succeeded, of 0"]
        )
    }

    @Test("a probe needs an address and a port")
    func target() throws {
        #expect(try ProbeTarget(parsing: "10.0.0.4:80").family == AF_INET)
        #expect(try ProbeTarget(parsing: "[2001:db8::4]:80").family == AF_INET6)
        for text in ["10.0.0.4", ":80", "10.0.0.4:0", "10.0.0.4:70000", "2001:db8::4:80", "[10.0.0.4:80"] {
            #expect(throws: (any Error).self) { try ProbeTarget(parsing: text) }
        }
    }

    @Test(
        "wrong usage is 64, without an agent 3",
        arguments: [
            (["maintenance", "on"], Int32(64), "--reason"),
            (["maintenance", "on", "--reason", " "], 64, "--reason: expected one line"),
            (["maintenance", "on", "--reason", "x", "--for", "0s"], 64, "expected a time from 1s to 366d"),
            (["drain", "--over", "never"], 64, "--over never"), (["drill"], 64, "<instance>"),
            (["drill", "VI_1", "--probe", "x"], 64, "--probe x"),
            (["maintenance", "on", "--reason", "x", "--socket", "/nowhere"], 3, "no agent runs here"),
            (["maintenance", "off", "--socket", "/nowhere"], 3, "no agent runs here"),
            (["maintenance", "off", "--reason", " "], 64, "--reason: expected one line"),
            (["maintenance", "--socket", "/nowhere"], 3, "no agent runs here"),
            (["drain", "--socket", "/nowhere"], 3, "no agent runs here"),
            (["drill", "VI_1", "--socket", "/nowhere"], 3, "no agent runs here"),
            (["drill", "VI_1", "--end", "--socket", "/nowhere"], 3, "no agent runs here"),
        ]
    )
    func usage(arguments: [String], code: Int32, text: String) throws {
        let result = try Program.baton(arguments)
        #expect(result.code == code, "\(result)")
        #expect(result.errors.contains(text), "\(result.errors)")
    }
}
