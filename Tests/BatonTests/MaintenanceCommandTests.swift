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

    @Test(
        "afterwards: what became of it",
        arguments: [
            (
                "{\"ago_ms\":5,\"outcome\":\"taken\",\"successor\":\"10.0.0.3\",\"time_us\":610000}",
                "VI_1: 10.0.0.4, 10.0.0.5 handed to 10.0.0.3 in 0.61 s"
            ),
            (
                "{\"ago_ms\":5,\"outcome\":\"nobody\"}",
                "VI_1: nobody took 10.0.0.4, 10.0.0.5 over: it is not held by any node this one knows of"
            ),
            ("{\"ago_ms\":5,\"outcome\":\"kept\"}", "VI_1: nobody took 10.0.0.4, 10.0.0.5 over; it stays here"),
            ("{\"ago_ms\":5,\"outcome\":\"under_way\"}", "VI_1: still hands 10.0.0.4, 10.0.0.5 over"),
            (
                "{\"ago_ms\":5,\"outcome\":\"broken\"}",
                "VI_1: the handover of 10.0.0.4, 10.0.0.5 was cut short; see: baton why VI_1"
            ),
        ]
    )
    func outcome(handover: String, line: String) throws {
        let before = try Self.status([Self.instance("VI_1", "master")]).instances[0]
        let now = try Self.status([Self.instance("VI_1", "initialize", handover: handover)]).instances[0]
        let report = HandoverReport(before, now)
        #expect(report.line(before.addressList) == line)
        #expect(report.isUnheld == handover.contains("nobody"))
        let backup = try Self.status([Self.instance("VI_1", "backup")]).instances[0]
        #expect(HandoverReport(backup, now).line("x") == "VI_1: stands aside")
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
