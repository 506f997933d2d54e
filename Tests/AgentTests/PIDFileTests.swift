import Configuration
import Foundation
import Testing

@testable import Agent

@Suite("Pid files")
struct PIDFileTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "baton-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    @Test("has the number and a line feed, and goes with its process")
    func life() throws {
        try self.withFolder { folder in
            let path = folder + "/pid"
            let file = try PIDFile(path, refusesLiving: true)
            file.write(12345)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "12345\n")
            file.write(7)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "7\n")
            file.remove()
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test("one that has become another's stays")
    func replaced() throws {
        try self.withFolder { folder in
            let path = folder + "/pid"
            let file = try PIDFile(path, refusesLiving: true)
            try FileManager.default.removeItem(atPath: path)
            try "1\n".write(toFile: path, atomically: false, encoding: .utf8)
            file.remove()
            #expect(FileManager.default.fileExists(atPath: path))
        }
    }

    @Test(
        "what no living agent has written is taken over",
        arguments: ["", "999999999\n", "nonsense", "-1\n", "1\n", "99999999999999999999\n"]
    )
    func stale(content: String) throws {
        try self.withFolder { folder in
            let path = folder + "/pid"
            try content.write(toFile: path, atomically: false, encoding: .utf8)
            // Number 1 lives, and is neither baton nor keepalived.
            _ = try PIDFile(path, refusesLiving: true)
        }
    }

    @Test("a path that cannot be written is told with what to do")
    func unwritable() {
        let error = #expect(throws: LaunchError.self) { try PIDFile("/nonexistent/pid", refusesLiving: true) }
        #expect(error?.message.contains("/nonexistent/pid") == true)
    }

    @Test("the command line goes before the configuration")
    func paths() throws {
        var settings = ProcessSettings()
        #expect(PIDPaths(LaunchOptions(), settings).supervisor == nil)
        settings.usesPIDFolder = true
        #expect(PIDPaths(LaunchOptions(), settings).router == "/run/keepalived/vrrp.pid")
        settings.instance = "a"
        let paths = PIDPaths(try LaunchOptions(parsing: ["-c", "/c"]), settings)
        #expect(paths.supervisor == "/run/keepalived/keepalived_a.pid")
        #expect(paths.router == "/run/keepalived/vrrp_a.pid")
        #expect(paths.checker == "/c")
    }
}
