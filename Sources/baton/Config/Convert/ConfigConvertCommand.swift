import ArgumentParser
import Configuration
import ConfigurationFiles
import Glibc

struct ConfigConvertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Turn the scripts and process trackers of a keepalived.conf into native checks.",
        discussion: """
            Writes the folder's checks, one file each, and the rest of the configuration, which names the folder. Scripts \
            that only spell out a built-in become that built-in; all others run as they are, at the same times. A \
            vrrp_track_process becomes the process check that asks the same, and is tracked by track_script. Comments \
            go along. What cannot be converted stays as it is, and is said with the reason. The result is read and \
            compared with the original before anything is written, for this node and for every @id of the file. \
            Exit codes: 0 written; 1 the file has errors, or the result would not mean the same: nothing is written; \
            4 it cannot be read; 64 wrong usage; 73 something is there already, or cannot be written.
            """
    )

    @Argument(help: ArgumentHelp("The configuration to convert; it is not changed.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("The folder to write to.", valueName: "folder"))
    var output = "converted"

    @Option(help: ArgumentHelp("The folder for the checks, within the other one.", valueName: "name"))
    var checksDir = "checks.d"

    @Option(
        name: [.customShort("i"), .customLong("config-id")],
        help: ArgumentHelp("Whose @id lines to keep (default: the host name's).", valueName: "id")
    )
    var configurationID: String?

    @Flag(help: "Write over files that are there.")
    var force = false

    func validate() throws {
        guard !self.checksDir.isEmpty, !self.checksDir.contains("/"), !self.checksDir.hasPrefix(".") else {
            throw ValidationError("--checks-dir expects the name of a folder, without a slash")
        }
    }

    func run() async throws {
        let original = try await LoadedConfiguration(self.file, configurationID: self.configurationID)
        guard let text = TextFile.bytes(of: self.file) else { throw ExitCode(4) }
        let conversion: Conversion
        do throws(ConfigurationText.Obstacle) {
            conversion = try Conversion(
                original,
                text: text,
                folder: SourceFolder.ofConfiguration(self.file),
                checksFolder: self.checksDir
            )
        } catch {
            StandardError.print("baton: \(self.file) is not converted: \(error.reason)")
            throw ExitCode(1)
        }
        for line in conversion.account { StandardOutput.print(line) }
        let folder = self.output.count > 1 && self.output.hasSuffix("/") ? String(self.output.dropLast()) : self.output
        let name = String(self.file.split(separator: "/").last ?? "keepalived.conf")
        let main = "\(folder)/\(name)"
        let files =
            [(path: main, bytes: conversion.text)]
            + conversion.checks.map { (path: "\(folder)/\(self.checksDir)/\($0.fileName)", bytes: Array($0.text.utf8)) }
        try self.compare(conversion, of: original, files: files)
        try self.write(files, to: folder)
        StandardOutput.print("\(main): means the same as \(self.file)")
    }

    /// Reads what would be written, as this node and as every other one the file speaks of.
    private func compare(
        _ conversion: Conversion,
        of original: LoadedConfiguration,
        files: [(path: String, bytes: [UInt8])]
    ) throws {
        let unwritten = Dictionary(files.map { ($0.path, $0.bytes) }) { first, _ in first }
        var changes: [String] = []
        // Chance is the same for both.
        var facts = SourceBundle.Facts.ofThisHost(configurationID: self.configurationID)
        let isOther = { (id: String) in id != self.configurationID }
        let others = self.conditions(facts).filter(isOther).sorted() + ["a node of no name"]
        for id in [nil] + others.map(Optional.some) {
            if let id { facts.configurationID = id }
            var disk = DiskReader(facts: facts)
            var overlay = UnwrittenReader(unwritten, facts: facts)
            let before = LoadedConfiguration(self.file, reader: &disk, plugins: original.plugins)
            let after = LoadedConfiguration(files[0].path, reader: &overlay, plugins: original.plugins)
            let node = id.map { others.last == $0 ? "any other node: " : "@\($0): " } ?? ""
            switch (before, after) {
            case (let before?, let after?):
                changes += conversion.changes(from: before, to: after).map { "\(node)\($0)" }
            case (nil, nil): break
            case (.some, nil):
                let result = ConfigurationParser.parse(
                    reader: &overlay,
                    mainFile: files[0].path,
                    plugins: original.plugins
                )
                let errors = result.diagnostics.filter { $0.severity == .error }
                changes += errors.map { "\(node)\($0.rendered())" }
            case (nil, .some):
                changes.append("\(node)the original has errors, and the result has none")
            }
        }
        guard changes.isEmpty else {
            for change in changes { StandardError.print("baton: \(change)") }
            StandardError.print(
                "baton: the result would not mean the same as \(self.file), so nothing is written; if \(self.output) "
                    + "holds no checks of its own, please report this"
            )
            throw ExitCode(1)
        }
    }

    /// Every `@id` of the file and of what it includes.
    private func conditions(_ facts: SourceBundle.Facts) -> Set<String> {
        var reader = RecordingReader(DiskReader(facts: facts), mainFile: self.file)
        _ = ConfigurationParser.parse(reader: &reader, mainFile: self.file, plugins: [])
        return reader.bundle.files.values.reduce(into: []) { $0.formUnion(ConfigurationText.conditions(in: $1)) }
    }

    private func write(_ files: [(path: String, bytes: [UInt8])], to folder: String) throws {
        if !self.force {
            for (path, _) in files where unsafe access(path, F_OK) == 0 {
                StandardError.print("baton: \(path) exists; nothing is written: choose another --output, or --force")
                throw ExitCode(EX_CANTCREAT)
            }
        }
        for folder in [folder, "\(folder)/\(self.checksDir)"] {
            guard unsafe mkdir(folder, 0o755) == 0 || errno == EEXIST else {
                StandardError.print("baton: cannot make \(folder): \(unsafe String(cString: strerror(errno)))")
                throw ExitCode(EX_CANTCREAT)
            }
        }
        // A password may stand in the file; whoever may read the original is the operator's choice.
        var status = stat()
        let mode = unsafe stat(self.file, &status) == 0 ? status.st_mode & 0o666 : 0o600
        for (index, (path, bytes)) in files.enumerated() {
            try TextFile.write(bytes, to: path, mode: index == 0 ? mode : 0o644, replaces: self.force)
        }
    }
}
