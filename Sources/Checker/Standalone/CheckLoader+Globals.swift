package import Configuration
import ConfigurationFiles

extension CheckLoader {
    /// The `global_defs` of a configuration, whatever its checks are; nil where the file does not load.
    package static func globals(of path: String) -> GlobalConfiguration? {
        var reader = DiskReader(facts: .ofThisHost())
        return ConfigurationParser.parse(reader: &reader, mainFile: path, plugins: []).configuration?.global
    }
}
