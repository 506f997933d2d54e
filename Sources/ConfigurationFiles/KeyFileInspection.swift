package import Configuration
import Glibc

/// Looks at the files of keys while somebody is there to read that others may read them, too.
package enum KeyFileInspection {
    package static func diagnostics(for configuration: AgentConfiguration) -> [Diagnostic] {
        configuration.keyFiles.compactMap { file in
            var status = stat()
            guard unsafe stat(file.path, &status) == 0, status.st_mode & (S_IRWXG | S_IRWXO) != 0 else { return nil }
            return Diagnostic(
                .warning,
                at: file.location,
                "the key in \(file.path) is open to the group or to others",
                fix: "chmod go= \(file.path)",
                category: .file
            )
        }
    }
}
