import ArgumentParser
import Glibc

enum ReportFile {
    /// Writes a report, whatever the file held; says on standard error why it cannot.
    ///
    /// - Throws: Exit code 73.
    static func write(_ text: String, to path: String) throws {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            StandardError.print("baton: cannot write \(path): \(unsafe String(cString: strerror(errno)))")
            throw ExitCode(EX_CANTCREAT)
        }
        // Under the checker's umask, nobody else could read it.
        fchmod(descriptor, 0o644)
        LineOutput(descriptor: descriptor).print(text)
        close(descriptor)
    }
}
