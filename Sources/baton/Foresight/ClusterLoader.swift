import ArgumentParser
import Checker
import Checks
import Configuration
import ConfigurationFiles
import Foresight
import Glibc

/// Finds and reads the configurations of the nodes of a cluster. Nothing is asked of this machine but the files: they
/// are those of other machines.
struct ClusterLoader {
    /// What is said of files that do not load.
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var nodes: [ClusterNode] = []
    /// The bytes of every file that was opened, by path.
    private(set) var files: [String: [UInt8]] = [:]
    /// The node each of them belongs to: of several, the first.
    private(set) var owners: [String: String] = [:]

    /// Whether a file has the name that main files have everywhere, which tells nothing of its node.
    static func hasCommonName(_ path: String) -> Bool {
        path.split(separator: "/").last.map { ["keepalived.conf", "baton.conf"].contains($0) } ?? false
    }

    /// A folder with one `NODE.conf` for each node, or with one folder `NODE/` each that holds a `keepalived.conf` (or
    /// `baton.conf`).
    ///
    /// - Throws: Exit code 4 where there is no node to be read, said on standard error.
    static func files(in folder: String) throws -> [(node: String, path: String)] {
        guard let stream = unsafe opendir(folder) else {
            StandardError.print(
                "\(folder): cannot list this folder: \(unsafe String(cString: strerror(errno)))\n"
                    + "    fix: name a folder with one NODE.conf for each node"
            )
            throw ExitCode(4)
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        var files: [(node: String, path: String)] = []
        let base = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        for name in names.sorted() {
            let path = "\(base)/\(name)"
            if name.hasSuffix(".conf"), !name.hasSuffix(".test.conf") {
                files.append((String(name.dropLast(5)), path))
            } else if let main = ["keepalived.conf", "baton.conf"].first(where: {
                unsafe access("\(path)/\($0)", F_OK) == 0
            }) {
                files.append((name, "\(path)/\(main)"))
            }
        }
        guard !files.isEmpty else {
            StandardError.print(
                "\(folder): no node is in this folder\n"
                    + "    fix: put one NODE.conf for each node into it, or one folder NODE/ with a keepalived.conf"
            )
            throw ExitCode(4)
        }
        if let twice = Dictionary(grouping: files, by: \.node).first(where: { $0.value.count > 1 }) {
            StandardError.print(
                "\(folder): node \(twice.key) is there twice: \(twice.value.map(\.path).joined(separator: " and "))\n"
                    + "    fix: remove one of them"
            )
            throw ExitCode(4)
        }
        return files
    }

    /// The node a file is probably of: its own name, or its folder's where it is named like everybody's.
    static func node(of path: String) -> String {
        let parts = path.split(separator: "/")
        let name = parts.last.map(String.init) ?? path
        if ["keepalived.conf", "baton.conf"].contains(name), parts.count > 1 { return String(parts[parts.count - 2]) }
        return name.hasSuffix(".conf") ? String(name.dropLast(5)) : name
    }

    /// Reads the configuration of a node, with its own name as the host's: `@NODE` lines are its own. A node that has a
    /// folder has its checks there as well: those of a `checks.d` beside its main file, whether the file names the folder
    /// where it stands on the node or not at all.
    ///
    /// - Parameter plugins: Those a `check` may name.
    /// - Returns: What the file names of the machine it is for.
    @discardableResult
    mutating func load(
        _ path: String,
        as node: String,
        plugins: [PluginDescription] = BuiltinPlugins.descriptions
    ) -> HostNeeds {
        guard path.contains("/"), Self.hasCommonName(path) else {
            return self.load(path, as: node, configurationID: node, plugins: plugins)
        }
        let reader = NodeFolderReader(mainFile: path, facts: .ofThisHost(configurationID: node))
        let result = self.parse(path, of: node, reader, plugins)
        var again = reader
        guard again.addChecks(after: result) else { return self.add(result, path, node) }
        return self.add(self.parse(path, of: node, again, plugins), path, node)
    }

    /// Reads a configuration of this machine, or one that has no folder of its own.
    ///
    /// - Parameter configurationID: Whose `@id` lines to keep; nil = the host name's.
    @discardableResult
    mutating func load(
        _ path: String,
        as node: String,
        configurationID: String?,
        plugins: [PluginDescription]
    ) -> HostNeeds {
        let reader = DiskReader(facts: .ofThisHost(configurationID: configurationID))
        return self.add(self.parse(path, of: node, reader, plugins), path, node)
    }

    private mutating func parse(
        _ path: String,
        of node: String,
        _ base: some SourceReader,
        _ plugins: [PluginDescription]
    ) -> ConfigurationResult {
        var reader = RecordingReader(base, mainFile: path)
        let result = ConfigurationParser.parse(reader: &reader, mainFile: path, plugins: plugins)
        for (file, bytes) in reader.bundle.files where self.files[file] == nil {
            self.files[file] = bytes
            self.owners[file] = node
        }
        return result
    }

    private mutating func add(_ result: ConfigurationResult, _ path: String, _ node: String) -> HostNeeds {
        self.diagnostics += result.diagnostics
        if let configuration = result.configuration {
            self.nodes.append(
                ClusterNode(name: node, configuration: configuration, origins: result.origins, mainFile: path)
            )
        }
        return result.needs
    }

    /// The cluster of a folder, with warnings and errors on standard error.
    ///
    /// - Throws: Exit code 4 where a file cannot be read or has errors.
    static func cluster(in folder: String) throws -> Cluster {
        try self.cluster(of: try Self.files(in: folder), in: folder)
    }

    /// The cluster of these files, with warnings and errors on standard error.
    ///
    /// - Parameter folder: What to call them all where one of them is not usable.
    /// - Throws: Exit code 4 where a file cannot be read or has errors.
    static func cluster(of files: [(node: String, path: String)], in folder: String? = nil) throws -> Cluster {
        var loader = ClusterLoader()
        for (node, path) in files { loader.load(path, as: node) }
        for diagnostic in loader.diagnostics where diagnostic.severity > .notice {
            StandardError.print(diagnostic.rendered())
        }
        guard loader.nodes.count == files.count else {
            StandardError.print(
                "\(folder ?? files.map(\.path).joined(separator: ", ")): not every node's configuration is usable"
            )
            throw ExitCode(4)
        }
        return Cluster(loader.nodes)
    }
}
