import Glibc
import LinuxIO

/// `-g`: the log goes to a file.
enum LogFile {
    /// Where no file is named.
    static let standard = "/var/log/batond.log"

    /// Puts the file in the place of standard error, for this process and those it starts. Lines are appended, so that a
    /// file that is copied and emptied goes on from its beginning.
    static func use(_ path: String) throws(LaunchError) {
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK
        let file = unsafe open(path, flags, 0o600)
        guard file >= 0, dup2(file, STDERR_FILENO) >= 0 else {
            throw LaunchError(
                "cannot write the log file \(path): \(SystemError(code: errno, call: "open")); "
                    + "name a file in a folder that exists and may be written"
            )
        }
        close(file)
    }
}
