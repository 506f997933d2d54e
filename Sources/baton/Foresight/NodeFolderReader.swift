import Configuration
import ConfigurationFiles

/// Reads the configuration of another machine from a folder that holds a copy of its files.
///
/// What it names by absolute paths, such as `/etc/baton/checks.d`, is taken from the copy where the copy has a folder of
/// that name; else it is read from where it says.
struct NodeFolderReader: SourceReader {
    private var disk: DiskReader
    private let folder: String
    private let mainFile: String
    /// Checks stand beside the main file, which says nothing of a folder of checks.
    private var addsChecks = false

    static let checksFolder = "checks.d"

    init(mainFile: String, facts: SourceBundle.Facts) {
        self.disk = DiskReader(facts: facts)
        self.mainFile = mainFile
        self.folder = mainFile.lastIndex(of: "/").map { String(mainFile[..<$0]) } ?? "."
    }

    var facts: SourceBundle.Facts { self.disk.facts }

    mutating func read(_ path: String) throws(SourceError) -> [UInt8] {
        let own = self.copies(of: path).first { (try? self.disk.read($0)) != nil }
        var bytes = try self.disk.read(own ?? path)
        if path == self.mainFile, self.addsChecks {
            bytes += Array("\nglobal_defs {\n    checks_dir \(Self.checksFolder)\n}\n".utf8)
        }
        return bytes
    }

    mutating func match(_ pattern: String) throws(SourceError) -> [String] {
        for copy in self.copies(of: pattern) {
            let found = try self.disk.match(copy)
            if !found.isEmpty { return found }
        }
        return try self.disk.match(pattern)
    }

    mutating func hasUser(_ name: String) -> Bool { self.disk.hasUser(name) }

    /// Takes in the checks beside the main file where a first reading has found that the file names no folder of checks.
    /// Errors do not hide them: a list may name a check that only stands there.
    ///
    /// - Returns: Whether the configuration is to be read again.
    mutating func addChecks(after first: ConfigurationResult) -> Bool {
        guard first.globals?.global.checksDirectories.isEmpty ?? false, self.hasChecks() else { return false }
        self.addsChecks = true
        return true
    }

    private mutating func hasChecks() -> Bool {
        let files = (try? self.disk.match("\(self.folder)/\(Self.checksFolder)/*.conf")) ?? []
        return files.contains { !$0.hasSuffix(".test.conf") }
    }

    /// The places in the copy a path may stand for, the longest one first: `etc/baton/checks.d`, then `baton/checks.d`,
    /// then `checks.d`. A file needs its folder with it: a name alone is anybody's.
    private func copies(of path: String) -> [String] {
        guard path.hasPrefix("/"), path != self.mainFile, !path.hasPrefix("\(self.folder)/") else { return [] }
        let parts = path.split(separator: "/")
        return parts.indices.dropLast().map { "\(self.folder)/\(parts[$0...].joined(separator: "/"))" }
    }
}
