import Failover
import Foundation
import Testing

@testable import Agent

/// `--record`: the file that is made, and those that are left alone.
@Suite struct RecordingFileTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "baton-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private static func bytes(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map(Array.init) }

    @Test("a new file is its owner's alone; the one before is moved aside, and the one before that is gone")
    func moved() throws {
        try self.withFolder { folder in
            let path = folder + "/rec"
            for number in 1...3 {
                let file = try RecordingFile(path)
                #expect(Self.bytes(path) == RecordingFormat.head)
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
                pwrite(file.descriptor, [UInt8(number)], 1, off_t(RecordingFormat.head.count))
            }
            #expect(Self.bytes(path) == RecordingFormat.head + [3])
            #expect(Self.bytes(path + ".1") == RecordingFormat.head + [2])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
        }
    }

    @Test("what is no recording stays as it is, at both places", arguments: ["rec", "rec.1"])
    func foreign(name: String) throws {
        try self.withFolder { folder in
            _ = try RecordingFile(folder + "/rec")
            try "mine".write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
            let error = #expect(throws: LaunchError.self) { try RecordingFile(folder + "/rec") }
            #expect(
                error?.message == "--record \(folder)/\(name): there is something else than a recording; "
                    + "name another file, or move it away"
            )
            #expect(Self.bytes(folder + "/" + name) == Array("mine".utf8))
        }
    }

    @Test("links, folders and paths that lead nowhere are refused with what to do")
    func refused() throws {
        try self.withFolder { folder in
            _ = try RecordingFile(folder + "/rec")
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/link",
                withDestinationPath: folder + "/rec"
            )
            for name in ["link", "none/rec", "."] {
                let error = #expect(throws: LaunchError.self) { try RecordingFile(folder + "/" + name) }
                #expect(error?.message.hasPrefix("--record \(folder)/\(name): ") == true)
            }
            #expect(Self.bytes(folder + "/rec") == RecordingFormat.head)
        }
    }
}
