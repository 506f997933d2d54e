import Configuration
import Failover
import Foundation
import Testing
import VRRP

@testable import Agent

@Suite("The record of what is in maintenance") struct MaintenanceRecordTests {
    private static let now = UTCTime(nanoseconds: 1_795_925_800_000_000_000)

    private static func list(until: Int64? = nil) -> MaintenanceList {
        var list = MaintenanceList()
        list.whole = MaintenanceEntry(
            reason: "update",
            by: Operator(name: "alice", userID: 0),
            since: Self.now,
            until: until.map { UTCTime(nanoseconds: Self.now.nanoseconds + $0 * 1_000_000_000) }
        )
        return list
    }

    private static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "baton-maintenance-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private static func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("comes out as it went in, for nobody else to read, and goes when nothing is in maintenance")
    func record() throws {
        try Self.withFolder { folder in
            // The folder is made, too.
            let path = folder + "/baton/journal.jsonl.maintenance"
            var record = MaintenanceRecord(path: path)
            #expect(record.read() == nil)
            try record.replace(with: Self.list())
            #expect(try Self.mode(path) == 0o600)
            var next = MaintenanceRecord(path: path)
            #expect(next.read() == nil)
            #expect(next.list == Self.list())
            // A writer that was killed in the middle of it.
            try Data("{\"schema\"".utf8).write(to: URL(filePath: path + ".next"))
            #expect(next.read() == nil)
            try next.replace(with: Self.list(until: 60))
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder + "/baton") == ["journal.jsonl.maintenance"]
            )
            try next.replace(with: MaintenanceList())
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test("what has ended meanwhile is handed to the node, which tells of its end")
    func expired() throws {
        try Self.withFolder { folder in
            let path = folder + "/m"
            var record = MaintenanceRecord(path: path)
            try record.replace(with: Self.list(until: -60))
            #expect(record.read() == nil)
            #expect(record.list == Self.list(until: -60))
        }
    }

    @Test("a damaged file is put aside and named, with what to do")
    func damaged() throws {
        try Self.withFolder { folder in
            let path = folder + "/m"
            try Data("no JSON".utf8).write(to: URL(filePath: path))
            chmod(path, 0o600)
            var record = MaintenanceRecord(path: path)
            let answer = record.read()
            let problem = try #require(answer)
            #expect(problem.hasPrefix("\(path) does not say what is in maintenance: it is no JSON document"))
            #expect(problem.contains("it is kept as \(path).damaged"))
            #expect(problem.contains("baton maintenance on"))
            #expect(record.list.isEmpty)
            #expect(try String(contentsOfFile: path + ".damaged", encoding: .utf8) == "no JSON")
        }
    }

    @Test("links, folders and files that others may write to are none")
    func strangers() throws {
        try Self.withFolder { folder in
            let path = folder + "/m"
            var good = MaintenanceRecord(path: folder + "/good")
            try good.replace(with: Self.list())
            var record = MaintenanceRecord(path: path)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder + "/good")
            #expect(record.read() != nil)
            try FileManager.default.copyItem(atPath: folder + "/good", toPath: path)
            chmod(path, 0o620)
            #expect(record.read()?.contains("others may write to it; expected mode 0600") == true)
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            #expect(record.read()?.contains("it is no regular file") == true)
            #expect(record.list.isEmpty)
        }
    }

    @Test("what cannot be kept is in force all the same, and the system's reason is given")
    func full() throws {
        try Self.withFolder { folder in
            try Data().write(to: URL(filePath: folder + "/file"))
            var record = MaintenanceRecord(path: folder + "/file/m")
            #expect(throws: (any Error).self) { try record.replace(with: Self.list()) }
            #expect(record.list == Self.list())
        }
    }

    @Test("a file that a journal's new place has left behind is named")
    func leftBehind() throws {
        try Self.withFolder { folder in
            let usual = folder + "/a"
            let record = MaintenanceRecord(path: folder + "/b")
            #expect(record.warning(ofFileAt: usual) == nil)
            var left = MaintenanceRecord(path: usual)
            try left.replace(with: Self.list())
            let warning = try #require(record.warning(ofFileAt: usual))
            #expect(warning.hasPrefix("\(usual) says what is in maintenance where the journal has its default place"))
            #expect(warning.contains("here \(folder)/b counts"))
            #expect(left.warning(ofFileAt: usual) == nil)
        }
    }

    @Test("a reload may have it elsewhere")
    func move() throws {
        try Self.withFolder { folder in
            var record = MaintenanceRecord(path: folder + "/a")
            try record.replace(with: Self.list())
            try record.move(to: folder + "/b")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["b"])
            #expect(MaintenanceRecord.path(JournalSettings(path: "/x/j")) == "/x/j.maintenance")
            #expect(MaintenanceRecord.path(JournalSettings(path: nil)) == "/var/lib/baton/journal.jsonl.maintenance")
        }
    }
}
