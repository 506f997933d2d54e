import Checks

extension SourceBundle {
    /// Parses the bytes again, with the plugins they were found good with; without origins.
    package func parsed() -> ConfigurationResult {
        var reader = BundleReader(self)
        return ConfigurationParser.parse(
            reader: &reader,
            mainFile: self.mainFile,
            plugins: self.plugins ?? BuiltinPlugins.descriptions,
            keepsOrigins: false
        )
    }
}
