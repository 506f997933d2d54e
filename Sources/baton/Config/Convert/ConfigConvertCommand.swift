import ArgumentParser
import Glibc

struct ConfigConvertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Turn the scripts and process trackers of a keepalived.conf into native checks.",
        discussion: """
            Writes the folder's checks, one file each, and the rest of the configuration, which names the folder. Scripts \
            that only spell out a built-in become that built-in; all others run as they are, at the same times. A \
            vrrp_track_process becomes the process check that asks the same, and is tracked by track_script. Comments \
            go along. What cannot be converted stays as it is, and is said with the reason. The result is loaded and \
            compared with the original before this ends. \
            Exit codes: 0 written; 1 the file has errors; 4 it cannot be read; 64 wrong usage; 73 something is there \
            already, or cannot be written.
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
        guard let text = TextFile.read(self.file) else { throw ExitCode(4) }
        let conversion = Conversion(
            original,
            text: text,
            folder: SourceFolder.of(self.file),
            checksFolder: self.checksDir
        )
        for line in conversion.account { StandardOutput.print(line) }
        let name = String(self.file.split(separator: "/").last ?? "keepalived.conf")
        let main = "\(self.output)/\(name)"
        try self.write(conversion, main: main)
        let result = try await LoadedConfiguration(main, configurationID: self.configurationID)
        let changes = conversion.changes(from: original, to: result)
        for change in changes { StandardError.print("baton: \(change)") }
        guard changes.isEmpty else { throw ExitCode(1) }
        StandardOutput.print("\(main): means the same as \(self.file)")
    }

    private func write(_ conversion: Conversion, main: String) throws {
        let files =
            [(main, conversion.text)]
            + conversion.checks.map { ("\(self.output)/\(self.checksDir)/\($0.fileName)", $0.text) }
        if !self.force {
            for (path, _) in files where unsafe access(path, F_OK) == 0 {
                StandardError.print("baton: \(path) exists; nothing is written: choose another --output, or --force")
                throw ExitCode(EX_CANTCREAT)
            }
        }
        for folder in [self.output, "\(self.output)/\(self.checksDir)"] {
            guard unsafe mkdir(folder, 0o755) == 0 || errno == EEXIST else {
                StandardError.print("baton: cannot make \(folder): \(unsafe String(cString: strerror(errno)))")
                throw ExitCode(EX_CANTCREAT)
            }
        }
        // A password may stand in the file; whoever may read the original is the operator's choice.
        var status = stat()
        let mode = unsafe stat(self.file, &status) == 0 ? status.st_mode & 0o666 : 0o600
        for (path, text) in files {
            try TextFile.write(text, to: path, mode: path == main ? mode : 0o644, replaces: self.force)
        }
    }
}
