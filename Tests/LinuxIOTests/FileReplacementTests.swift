import Foundation
import Glibc
import LinuxIO
import Testing

/// A file takes another's place whole or not at all, and nothing that others have put in the folder is followed.
@Suite("File replacement")
struct FileReplacementTests {
    private static func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "replacement-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private static func content(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    private static func mode(_ path: String) -> UInt32 {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode : 0
    }

    @Test("a new file has the bytes and the mode, and nothing else is left")
    func new() throws {
        try Self.inFolder { folder in
            let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
            try FileReplacement.write(bytes, to: folder + "/a.json")
            #expect(try Array(Data(contentsOf: URL(filePath: folder + "/a.json"))) == bytes)
            #expect(Self.mode(folder + "/a.json") & 0o7777 == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.json"])
        }
    }

    @Test("a symbolic link is replaced, and what it points to stays as it was")
    func link() throws {
        try Self.inFolder { folder in
            try "mine".write(toFile: folder + "/victim", atomically: false, encoding: .utf8)
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/a.data",
                withDestinationPath: folder + "/victim"
            )
            try FileReplacement.write(Array("new".utf8), to: folder + "/a.data")
            #expect(try Self.content(folder + "/victim") == "mine")
            #expect(try Self.content(folder + "/a.data") == "new")
            #expect(Self.mode(folder + "/a.data") & S_IFMT == S_IFREG)
        }
    }

    @Test("who has the old file open reads the old file, and a wide mode is not taken over")
    func openFile() throws {
        try Self.inFolder { folder in
            let path = folder + "/a.data"
            try "old".write(toFile: path, atomically: false, encoding: .utf8)
            chmod(path, 0o666)
            let reader = try #require(FileHandle(forReadingAtPath: path))
            try FileReplacement.write(Array("new".utf8), to: path)
            #expect(try reader.readToEnd() == Data("old".utf8))
            #expect(try Self.content(path) == "new")
            #expect(Self.mode(path) & 0o7777 == 0o600)
        }
    }

    @Test("a folder that is missing, or no folder, is an error that names it")
    func missing() throws {
        try Self.inFolder { folder in
            try "x".write(toFile: folder + "/file", atomically: false, encoding: .utf8)
            for (parent, code) in [(folder + "/none", ENOENT), (folder + "/file", ENOTDIR)] {
                let error = #expect(throws: SystemError.self) {
                    try FileReplacement.write([1], to: parent + "/a.data")
                }
                #expect(error?.code == code)
                #expect(error?.object == parent)
            }
        }
    }

    @Test("what cannot be replaced stays, and nothing is left beside it")
    func unreplaceable() throws {
        try Self.inFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/a.data/x", withIntermediateDirectories: true)
            #expect(throws: SystemError.self) { try FileReplacement.write([1], to: folder + "/a.data") }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.data"])
        }
    }

    @Test("where there is no room the old file stays")
    func full() throws {
        try Self.inFolder { folder in
            let path = folder + "/a.data"
            try "old".write(toFile: path, atomically: false, encoding: .utf8)
            // In a child, whose limit on the size of files is nobody else's.
            let child = try ChildProcess.fork {
                signal(SIGXFSZ, SIG_IGN)
                var limit = rlimit(rlim_cur: 1000, rlim_max: 1000)
                setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
                do throws(SystemError) {
                    try FileReplacement.write([UInt8](repeating: 1, count: 5000), to: path)
                    return 0
                } catch {
                    return error.code == EFBIG ? 7 : 1
                }
            }
            #expect(try child.wait() == .exited(7))
            #expect(try Self.content(path) == "old")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.data"])
        }
    }
}
