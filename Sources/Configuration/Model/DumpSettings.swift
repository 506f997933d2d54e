/// What the files that signals ask for look like, and where they are: words of `global_defs`.
package struct DumpSettings: Hashable, Sendable {
    /// 1 or 2: `json_version`.
    package var jsonVersion = 1
    /// `state_dump_file`; also where `keepalived_parent.data` is.
    package var stateLocation: String?
    /// `stats_dump_file`.
    package var statisticsLocation: String?
    /// `json_dump_file`.
    package var jsonLocation: String?
    /// `data_use_instance`: names of files say which of several agents wrote them.
    package var usesInstanceName = false

    package init() {}

    /// Where a file is, by the rules of keepalived 2.4 for `state_dump_file`: a location that ends in `/` is a folder for
    /// the usual name, one without any `/` a name in `temporaryFolder`, anything else the whole path.
    ///
    /// - Parameters:
    ///   - temporaryFolder: `TMPDIR`, or `/tmp`.
    ///   - labels: What `data_use_instance` puts before the extension: the network namespace and the instance, those
    ///     there are.
    package func path(of file: DumpFile, temporaryFolder: String, labels: [String]) -> String {
        let location = self.location(of: file) ?? ""
        let slash = location.lastIndex(of: "/")
        let folder =
            switch slash {
            case nil: temporaryFolder
            case location.startIndex?: ""
            case .some(let end): String(location[..<end])
            }
        let written = slash.map { String(location[location.index(after: $0)...]) } ?? location
        let name = written.isEmpty ? file.defaultName : written
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        let label = self.usesInstanceName && !labels.isEmpty ? "." + labels.joined(separator: "_") : ""
        return folder + "/" + name[..<dot] + file.role + label + name[dot...]
    }

    private func location(of file: DumpFile) -> String? {
        switch file {
        case .state, .parent: self.stateLocation
        case .statistics: self.statisticsLocation
        case .json: self.jsonLocation
        }
    }
}
