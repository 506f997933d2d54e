extension PluginDescription.Argument {
    /// As on a usage line: `URL`, `PATH …`, `[NAME]`. A name may say already that more follows.
    package var usage: String {
        let words = self.takesMore && !self.name.hasSuffix("…") ? "\(self.name) …" : self.name
        return self.alternatives.isEmpty ? words : "[\(words)]"
    }
}
