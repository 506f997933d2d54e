import Failover
import Foundation
import Testing

@testable import Agent

@Suite("The record of what is to be put back on the host")
struct HostRecordTests {
    private static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "baton-record-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appending(path: "control.sock.host").path)
    }

    @Test("comes out as it went in, is replaced whole, and goes when there is nothing to put back")
    func record() throws {
        try Self.withFolder { path in
            var record = HostRecord(path: path)
            #expect(record.changes.isEmpty)
            try record.replace(with: MessageTests.changes)
            #expect(HostRecord(path: path).changes == MessageTests.changes)
            // A writer that was killed in the middle of it.
            try Data("setting net/ipv4/conf/e".utf8).write(to: URL(filePath: path + ".next"))
            #expect(HostRecord(path: path).changes == MessageTests.changes)
            var fewer = MessageTests.changes
            fewer.tables = []
            try record.replace(with: fewer)
            #expect(HostRecord(path: path).changes == fewer)
            try record.replace(with: HostChanges())
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test(
        "a line that is none is passed over, and no name leads out of the parameters",
        arguments: [
            "setting net/../../etc/passwd 0 1", "setting kernel/panic 0 1", "setting net/ipv4/x one 1",
            "interface eth0",
            "interface eth0 0", "interface eth0 -1", "interface eth0 99999999999", "table", "table a b", "", "\u{0}",
        ]
    )
    func malformed(line: String) {
        #expect(HostChanges(text: line + "\ntable good\n").tables == ["good"])
        #expect(HostChanges(text: line).isEmpty)
    }
}
