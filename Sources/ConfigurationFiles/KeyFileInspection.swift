package import Configuration
import Glibc

/// Looks at the files of keys while somebody is there to read that others may read them, too.
package enum KeyFileInspection {
    package static func diagnostics(for files: [Mention]) -> [Diagnostic] {
        files.compactMap { file in
            var status = stat()
            guard unsafe stat(file.name, &status) == 0, status.st_mode & (S_IRWXG | S_IRWXO) != 0 else { return nil }
            return file.diagnostic(
                .warning,
                "the key in \(file.name) is open to the group or to others",
                fix: "chmod go= \(file.name)",
                category: .file
            )
        }
    }
}
