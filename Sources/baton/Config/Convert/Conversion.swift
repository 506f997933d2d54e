import Checks
import Configuration

/// A keepalived.conf whose scripts have become checks.
struct Conversion {
    private(set) var checks: [ConvertedCheck] = []
    /// The rest of the main file.
    private(set) var text = ""
    /// What was done and what was not, a line each.
    private(set) var account: [String] = []
    private let checksFolder: String

    /// - Parameters:
    ///   - text: The main file.
    ///   - folder: The absolute path of the folder it is in.
    init(_ original: LoadedConfiguration, text: String, folder: String, checksFolder: String) {
        self.checksFolder = checksFolder
        var file = ConfigurationText(text)
        for check in original.configuration.checks {
            guard case .script(let command, _) = check.origin else { continue }
            self.convert(check, command: command, of: original, in: &file)
        }
        for (old, new) in file.makePathsAbsolute(in: folder) {
            self.account.append("\(old) is now \(new): the new file is in another folder")
        }
        if !self.checks.isEmpty { file.addToGlobals("checks_dir \(checksFolder)") }
        self.text = file.text
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
            pluginLine: page.pluginLine
        )
        file.replace(block, with: "# vrrp_script \(check.name) is a check now: \(self.checksFolder)/\(check.name).conf")
        self.checks.append(converted)
        let kept = page.isProgram ? ": it runs as the program it is, \(page.reason)" : ""
        self.account.append("\(title): \(converted.pluginLine) (\(self.checksFolder)/\(converted.fileName))\(kept)")
    }

    /// What is not the same as before, a line each; nothing where the conversion is right.
    func changes(from original: LoadedConfiguration, to result: LoadedConfiguration) -> [String] {
        var changes: [String] = []
        let pairs = zip(original.effective.instances, result.effective.instances)
        if original.effective.instances.map(\.name) != result.effective.instances.map(\.name) {
            changes.append("the instances are not the same: please report this")
        }
        for (before, after) in pairs {
            for setting in before.settings where after[setting.name] != setting.value {
                changes.append("vrrp_instance \(before.name): \(setting.name) has changed: please report this")
            }
        }
        for check in self.checks {
            guard let before = original.configuration.checks.first(where: { $0.name == check.name }),
                let after = result.configuration.checks.first(where: { $0.name == check.name }),
                before.weight == after.weight, before.schedule.rise == after.schedule.rise,
                before.schedule.fall == after.schedule.fall, before.schedule.interval == after.schedule.interval,
                before.initialHealth == after.initialHealth
            else {
                changes.append("check \(check.name) is not what the script was: please report this")
                continue
            }
        }
        return changes
    }
}
