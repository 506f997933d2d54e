import Checks
import Configuration

/// A keepalived.conf whose scripts have become checks.
struct Conversion {
    private(set) var checks: [ConvertedCheck] = []
    /// The rest of the main file.
    private(set) var text: [UInt8] = []
    /// What was done and what was not, a line each.
    private(set) var account: [String] = []
    private let checksFolder: String

    /// - Parameters:
    ///   - text: The main file.
    ///   - folder: The absolute path of the folder it is in.
    /// - Throws: Where the file cannot be written anew.
    init(
        _ original: LoadedConfiguration,
        text: [UInt8],
        folder: String,
        checksFolder: String
    ) throws(ConfigurationText.Obstacle) {
        self.checksFolder = checksFolder
        var file = ConfigurationText(text)
        let trackers = TrackerConversion(original, in: file)
        for check in original.configuration.checks {
            switch check.origin {
            case .check: break
            case .script(let command, _): self.convert(check, command: command, of: original, in: &file)
            case .trackProcess(let command): self.convert(check, process: command, trackers, in: &file)
            case .trackFile:
                self.account.append(
                    "track_file \(check.name): left as it is: it is native already, and a check has no init_file"
                )
            }
        }
        trackers.rename(in: &file)
        for (old, new) in try file.makePathsAbsolute(in: folder) {
            self.account.append("\(old) is now \(new): the new file is in another folder")
        }
        if !self.checks.isEmpty { file.addToGlobals("checks_dir \(checksFolder)") }
        self.text = file.bytes
    }

    private mutating func convert(
        _ check: CheckDefinition,
        command: String,
        of original: LoadedConfiguration,
        in file: inout ConfigurationText
    ) {
        let title = "vrrp_script \(check.name)"
        guard check.location.file == original.path else {
            self.account.append("\(title): left as it is: it stands in \(check.location.file), which is included")
            return
        }
        let block: ConfigurationText.Block
        do throws(ConfigurationText.Obstacle) {
            block = try file.block(at: check.location.line, keyword: "vrrp_script")
        } catch {
            self.account.append("\(title): left as it is: \(error.reason)")
            return
        }
        guard CheckName.isValid(check.name) else {
            self.account.append("\(title): left as it is: its name is not fit to be a file's")
            return
        }
        var page = CheckPage(
            check,
            written: original.effective.scripts.first { $0.name == check.name },
            globalUser: original.configuration.global.scriptUser
        )
        let native = original.configuration.global.nativeScripts
        if native, check.kind == "exec", let request = CurlCommand(check.options.arguments) {
            page.use(request)
        }
        let converted = ConvertedCheck(
            name: check.name,
            fileName: "\(check.name).conf",
            text: page.text(comments: block.comments, source: "\(check.location.file):\(check.location.line)", command),
            pluginLine: page.pluginLine,
            isProgram: page.isProgram,
            isReplaced: page.isReplaced,
            timeout: page.timeout
        )
        file.replace(block, with: "# vrrp_script \(check.name) is a check now: \(self.checksFolder)/\(check.name).conf")
        self.checks.append(converted)
        let kept = page.isProgram ? ": it runs as the program it is, \(page.reason)" : ""
        self.account.append("\(title): \(converted.pluginLine) (\(self.checksFolder)/\(converted.fileName))\(kept)")
    }

    /// A tracker of processes becomes the process check it is.
    private mutating func convert(
        _ check: CheckDefinition,
        process command: [String],
        _ trackers: TrackerConversion,
        in file: inout ConfigurationText
    ) {
        if let obstacle = trackers.obstacles[check.name] {
            self.account.append("vrrp_track_process \(check.name): left as it is: \(obstacle)")
            return
        }
        guard let block = trackers.definitions[check.name] else { return }
        let page = ProcessPage(check)
        let place = "\(check.location.file):\(check.location.line)"
        let converted = ConvertedCheck(
            name: check.name,
            fileName: "\(check.name).conf",
            text: page.text(comments: block.comments, source: place, command),
            pluginLine: page.pluginLine,
            isProgram: false,
            isReplaced: false,
            timeout: nil
        )
        let path = "\(self.checksFolder)/\(converted.fileName)"
        file.replace(block, with: "# vrrp_track_process \(check.name) is a check now: \(path)")
        self.checks.append(converted)
        self.account.append("vrrp_track_process \(check.name): \(page.pluginLine) (\(path)), tracked by track_script")
    }
}
