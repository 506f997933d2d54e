import Checks
import Configuration
import Foresight
import Testing

/// A cluster written as an operator writes it.
struct ConfiguredCluster {
    let cluster: Cluster

    /// - Parameter files: The text of each node's main file, by the node's name; nodes are in the order of their names.
    init(_ files: [String: String]) throws {
        self.cluster = Cluster(
            try files.sorted { $0.key < $1.key }.map { name, text in
                let (path, result) = Self.parsed(text, of: name)
                let diagnostics = result.diagnostics.map { $0.rendered() }.joined(separator: "\n")
                let configuration = try #require(result.configuration, "\(diagnostics)")
                return ClusterNode(name: name, configuration: configuration, origins: result.origins, mainFile: path)
            }
        )
    }

    /// What the parser makes of a node's main file.
    static func parsed(_ text: String, of name: String) -> (path: String, result: ConfigurationResult) {
        let path = "/\(name).conf"
        let bundle = SourceBundle(
            mainFile: path,
            files: [path: Array(text.utf8)],
            facts: SourceBundle.Facts(hostName: name)
        )
        var reader = BundleReader(bundle)
        let plugins = BuiltinPlugins.descriptions
        return (path, ConfigurationParser.parse(reader: &reader, mainFile: path, plugins: plugins))
    }

    /// A `vrrp_instance` block of version 3.
    ///
    /// - Parameter more: Further lines of the block.
    static func instance(
        _ name: String,
        priority: Int,
        id: Int = 51,
        interface: String = "eth0",
        address: String = "192.0.2.1/24",
        interval: String = "1",
        more: String = ""
    ) -> String {
        """
        vrrp_instance \(name) {
            version 3
            state BACKUP
            interface \(interface)
            virtual_router_id \(id)
            priority \(priority)
            advert_int \(interval)
            virtual_ipaddress {
                \(address)
            }
        \(more)
        }

        """
    }

    /// A `vrrp_script` block whose command is a file's test.
    static func script(_ name: String, weight: Int? = nil, interval: Int = 1, fall: Int = 1, rise: Int = 1) -> String {
        """
        vrrp_script \(name) {
            script "/usr/bin/test ! -e /run/\(name).down"
            interval \(interval)
            fall \(fall)
            rise \(rise)
        \(weight.map { "    weight \($0)" } ?? "")
        }

        """
    }
}
