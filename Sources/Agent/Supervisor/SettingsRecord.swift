import Failover
import Glibc
import LinuxIO

/// Kernel parameters to be put back, in a file beside the control socket: if every process of the agent is killed, the
/// next one still knows what the host had before. After a reboot there is nothing to put back, and `/run` is empty.
struct SettingsRecord {
    private let path: String
    private(set) var changes: [ChangedSetting]

    /// Reads what is there; a line that is none is passed over.
    init(path: String) {
        self.path = path
        self.changes = Self.read(path).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 3, words[0].hasPrefix("net/"), !words[0].contains(".."),
                let original = Int(words[1]), let value = Int(words[2])
            else { return nil }
            return ChangedSetting(name: String(words[0]), original: original, value: value)
        }
    }

    mutating func replace(with changes: [ChangedSetting]) throws(SystemError) {
        guard changes != self.changes else { return }
        self.changes = changes
        guard !changes.isEmpty else {
            unsafe unlink(self.path)
            return
        }
        let text = changes.map { "\($0.name) \($0.original) \($0.value)\n" }.joined()
        let file = unsafe open(self.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw SystemError(code: errno, call: "open", object: self.path) }
        defer { close(file) }
        let bytes = Array(text.utf8)
        guard unsafe write(file, bytes, bytes.count) == bytes.count else {
            throw SystemError(code: errno, call: "write", object: self.path)
        }
    }

    private static func read(_ path: String) -> String {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe Glibc.read(file, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : ""
    }
}
