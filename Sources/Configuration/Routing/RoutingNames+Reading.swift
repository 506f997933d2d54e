extension RoutingNames {
    /// Reads the files that are there. Like iproute2, a file of the own folder replaces the one of the shared folder, and
    /// the `.conf` files of `NAME.d` of both add to it.
    init(folders: RoutingNameFolders, reader: inout some SourceReader) {
        self.init()
        for table in Table.allCases {
            for folder in [folders.own, folders.shared] {
                guard let bytes = try? reader.read(SourcePath.resolve(table.rawValue, in: folder)) else { continue }
                self.read(bytes, into: table)
                break
            }
            // The own folder's last, so that it has the last word.
            for folder in [folders.shared, folders.own] {
                let pattern = SourcePath.resolve("\(table.rawValue).d/*.conf", in: folder)
                for path in (try? reader.match(pattern)) ?? [] {
                    guard let bytes = try? reader.read(path) else { continue }
                    self.read(bytes, into: table)
                }
            }
        }
    }
}
