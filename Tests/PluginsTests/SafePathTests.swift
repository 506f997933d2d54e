import Checks
import Foundation
import Testing

@testable import Plugins

@Suite("Paths that others may change")
struct SafePathTests {
    @Test("a program whose path only root may change is safe")
    func safe() {
        #expect(SafePath.problem(with: "/bin/sh", .scriptSecurity) == nil)
        #expect(SafePath.problem(with: "/", .scriptSecurity) == nil)
    }

    @Test("a file or folder that others may write is named, whatever stands behind it")
    func unsafe() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "baton-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = folder.appending(path: "check.sh").path
        try Data("#!/bin/sh\nexit 0\n".utf8).write(to: URL(filePath: script))
        func set(_ mode: Int, _ path: String) throws {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }
        try set(0o755, folder.path)
        try set(0o755, script)
        try #require(geteuid() == 0, "needs root: the files must be root's")
        #expect(SafePath.problem(with: script, .scriptSecurity) == nil)
        try set(0o757, script)
        #expect(SafePath.problem(with: script, .scriptSecurity)?.contains("\(script) may be changed by others") == true)
        try set(0o755, script)
        try set(0o777, folder.path)
        #expect(
            SafePath.problem(with: script, .scriptSecurity)?.contains("\(folder.path) may be changed by others") == true
        )
        try set(0o755, folder.path)
        try FileManager.default.setAttributes([.ownerAccountID: 65534], ofItemAtPath: script)
        #expect(SafePath.problem(with: script, .scriptSecurity)?.contains("\(script) may be changed by others") == true)
    }

    @Test(
        "an unsafe program is unknown, not run, and not passed, unless the definition allows it",
        arguments: [
            (isScript: true, demands: false, allows: false, runs: true),
            (isScript: true, demands: true, allows: false, runs: false),
            (isScript: false, demands: false, allows: false, runs: false),
            (isScript: false, demands: false, allows: true, runs: true),
            // What is said for the whole configuration holds for every check.
            (isScript: false, demands: true, allows: true, runs: false),
        ]
    )
    func check(isScript: Bool, demands: Bool, allows: Bool, runs: Bool) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "baton-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = folder.appending(path: "check.sh").path
        try Data("#!/bin/sh\nexit 0\n".utf8).write(to: URL(filePath: script))
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: script)
        try #require(geteuid() == 0, "needs root: only what runs as root is looked at")
        var definition = CheckDefinition(
            name: "c",
            kind: "exec",
            options: CheckOptions(
                arguments: [script],
                argument: .string(script),
                values: ["unsafe_path": .boolean(allows)]
            ),
            origin: isScript ? .script(command: script, native: false) : .check
        )
        definition.demandsSafePath = demands
        let check = try ExecCheck(definition: definition, context: CheckContext(mayChangeUser: true))
        let outcome = await check.run(timeout: .seconds(20))
        #expect(outcome.status == (runs ? .pass : .unknown))
        #expect(outcome.reason == (runs ? .ok : .execUnsafe))
        if !runs { #expect(outcome.summary.contains("\(script) may be changed by others")) }
    }

    @Test("a shell check looks at the shell only")
    func shell() async throws {
        let outcome = try await Words("shell", "exit 0").run()
        #expect(outcome.status == .pass)
    }
}
