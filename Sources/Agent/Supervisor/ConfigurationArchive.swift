import Configuration
import Glibc
import LinuxIO

/// `config_save_dir`: keeps the text of every configuration that comes in force, for the day after. Passwords are in it.
struct ConfigurationArchive {
    let folder: String

    /// Writes `keepalived.PID.GENERATION.conf` with everything that was read, readable for its owner alone.
    func keep(_ bundle: SourceBundle, generation: UInt32) throws(SystemError) {
        if unsafe mkdir(self.folder, 0o700) != 0, errno != EEXIST {
            throw SystemError(code: errno, call: "mkdir", object: self.folder)
        }
        let path = "\(self.folder)/keepalived.\(getpid()).\(generation).conf"
        try FileReplacement.write(Self.text(of: bundle), to: path)
    }

    /// The main file first.
    static func text(of bundle: SourceBundle) -> [UInt8] {
        let others = bundle.files.keys.filter { $0 != bundle.mainFile }.sorted()
        var text: [UInt8] = []
        for path in [bundle.mainFile] + others {
            guard let bytes = bundle.files[path] else { continue }
            text += Array("# \(path)\n".utf8) + bytes
            if bytes.last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
        }
        return text
    }
}
