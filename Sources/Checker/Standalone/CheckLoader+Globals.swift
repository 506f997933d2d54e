package import Checks
package import Configuration
import ConfigurationFiles

extension CheckLoader {
    /// The `global_defs` of a configuration, whatever its checks are; nil where the file cannot be read.
    package static func globals(of path: String) -> GlobalConfiguration? {
        var reader = DiskReader(facts: .ofThisHost())
        return ConfigurationParser.globals(reader: &reader, mainFile: path)?.global
    }

    /// What is wrong with the programs that checks would run; see ``ProgramInspection``.
    package static func inspect(_ checks: [CheckDefinition]) -> [Diagnostic] {
        ProgramInspection.diagnostics(for: checks)
    }
}
