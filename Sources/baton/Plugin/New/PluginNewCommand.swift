import ArgumentParser
import Glibc

struct PluginNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write a new plugin: a program that works, its definition, its tests.",
        discussion: """
            What is written counts the files of a folder; change it into what you need. In sh and Python it is a \
            program (exec, or a stream in Python); in Swift a package whose program is the agent's checker with one \
            more plugin. Exit codes: 0 written, 64 wrong usage, 73 a file is there already or cannot be written.
            """
    )

    @Argument(help: "Lower-case letters, digits and '-'.")
    var name: String

    @Option(name: .customLong("lang"), help: "What to write it in.")
    var language: PluginLanguage

    @Option(help: "How it is asked (default: exec; for Swift, swift).")
    var tier: PluginTier?

    @Option(
        name: .customLong("dir"),
        help: ArgumentHelp("Where to write (default: a new folder NAME here).", valueName: "DIR")
    )
    var folder: String?

    @Option(help: ArgumentHelp("For Swift: the package of baton, a folder or a URL.", valueName: "DIR|URL"))
    var baton: String?

    func validate() throws {
        if let problem = PluginDraft.problem(with: self.name) {
            throw ValidationError("the name '\(self.name)': \(problem).")
        }
        if let reason = self.language.reasonAgainst(self.tier ?? self.language.usualTier) {
            throw ValidationError("--lang \(self.language.rawValue): \(reason).")
        }
        if self.language == .swift, self.baton == nil {
            throw ValidationError("--lang swift: name the package to build with: --baton DIR or --baton URL.")
        }
    }

    func run() throws {
        let folder = self.folder ?? self.name
        try Self.makeFolder(folder)
        guard let resolved = Self.absolute(folder) else {
            StandardError.print("baton: \(folder): \(unsafe String(cString: strerror(errno)))")
            throw ExitCode(EX_CANTCREAT)
        }
        let draft = PluginDraft(name: self.name, folder: resolved)
        let files: [PluginDraft.File] =
            switch self.language {
            case .sh, .python: draft.program(self.language, self.tier ?? self.language.usualTier)
            case .swift: draft.swiftPackage(baton: try self.package())
            }
        // Nothing is written where something would be lost.
        for file in files where unsafe access("\(resolved)/\(file.path)", F_OK) == 0 {
            StandardError.print("baton: \(folder)/\(file.path) is there already; choose another --dir")
            throw ExitCode(EX_CANTCREAT)
        }
        for file in files {
            var parts = file.path.split(separator: "/").dropLast()
            var path = resolved
            while let part = parts.popFirst() {
                path += "/\(part)"
                try Self.makeFolder(path)
            }
            let mode: mode_t = file.isExecutable ? 0o755 : 0o644
            try TextFile.write(file.text, to: "\(resolved)/\(file.path)", mode: mode, replaces: false)
            StandardOutput.print("\(folder)/\(file.path)")
        }
        StandardError.print("next: see \(folder)/README.md")
    }

    private func package() throws -> String {
        guard let baton, !baton.contains("://"), !baton.hasPrefix("git@") else { return self.baton ?? "" }
        guard let path = Self.absolute(baton), unsafe access("\(path)/Package.swift", R_OK) == 0 else {
            StandardError.print("baton: --baton \(baton): expected a folder with the Package.swift of baton, or a URL")
            throw ExitCode(EX_USAGE)
        }
        return path
    }

    private static func makeFolder(_ path: String) throws {
        guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else {
            StandardError.print("baton: cannot make the folder \(path): \(unsafe String(cString: strerror(errno)))")
            throw ExitCode(EX_CANTCREAT)
        }
    }

    private static func absolute(_ path: String) -> String? {
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }
}
