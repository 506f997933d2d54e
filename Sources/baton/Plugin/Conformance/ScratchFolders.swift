import Glibc

/// Folders a program might write to, to see whether it does.
struct ScratchFolders {
    private let names = ["home", "tmp", "here"]
    private let folder: FixtureFolder
    /// The folder the program stands in.
    private let own: String
    private let before: Set<String>

    init(in folder: FixtureFolder, program: String) throws(TestedProgram.Failure) {
        self.folder = folder
        self.own = SourceFolder.of(program)
        self.before = Self.names(in: self.own)
        for name in self.names {
            do throws(FixtureError) {
                try folder.makeFolder(name)
            } catch {
                throw TestedProgram.Failure(message: error.message)
            }
        }
    }

    var setting: TestedProgram.Setting {
        let path = self.folder.path
        return TestedProgram.Setting(
            environment: ["HOME": "\(path)/home", "TMPDIR": "\(path)/tmp"],
            folder: "\(path)/here"
        )
    }

    /// What stands there now and did not before.
    var problems: [String] {
        var problems: [String] = []
        for name in self.names {
            let found = Self.names(in: "\(self.folder.path)/\(name)")
            if !found.isEmpty {
                problems.append("left in \(Self.meaning(of: name)): \(found.sorted().joined(separator: ", "))")
            }
        }
        let own = Self.names(in: self.own).subtracting(self.before)
        if !own.isEmpty { problems.append("left in its own folder: \(own.sorted().joined(separator: ", "))") }
        return problems
    }

    private static func meaning(of name: String) -> String {
        switch name {
        case "home": "HOME"
        case "tmp": "TMPDIR"
        default: "the folder it was started in"
        }
    }

    private static func names(in path: String) -> Set<String> {
        guard let directory = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(directory) }
        var names: Set<String> = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { unsafe $0.prefix { $0 != 0 }.map { $0 } }
            names.insert(String(decoding: name, as: UTF8.self))
        }
        return names.subtracting([".", ".."])
    }
}
