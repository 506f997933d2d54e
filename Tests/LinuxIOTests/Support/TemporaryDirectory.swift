import Glibc
import LinuxIO

/// A directory of its own, removed with all that is in it.
final class TemporaryDirectory {
    let path: String

    init() throws {
        var template = Array("/tmp/baton-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TestFailure("mkdtemp: error \(errno)") }
        self.path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        let removal = try? ChildProcess.spawn("/bin/rm", arguments: ["rm", "-rf", self.path], environment: [])
        _ = try? removal?.wait()
    }
}
