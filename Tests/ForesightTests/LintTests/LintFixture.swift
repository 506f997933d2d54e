import Checks
import Configuration
import Foresight

/// A cluster, and whether a rule has something to say of it.
struct LintFixture: CustomStringConvertible, Sendable {
    let rule: LintRule
    let isPositive: Bool
    let name: String
    /// The main file of each node.
    let files: [String: String]
    /// A number or word that the finding's message or counterexample must contain.
    let says: String

    init(_ rule: LintRule, finds isPositive: Bool, _ name: String, _ files: [String: String], says: String = "") {
        self.rule = rule
        self.isPositive = isPositive
        self.name = name
        self.files = files
        self.says = says
    }

    var description: String { "\(self.rule.rawValue) \(self.isPositive ? "finds" : "passes") \(self.name)" }

    /// As the command reads them: what the parser says and what the rules say, before any comment is heard.
    static func findings(in files: [String: String]) -> [Finding] {
        var findings: [Finding] = []
        var nodes: [ClusterNode] = []
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            let (path, result) = ConfiguredCluster.parsed(text, of: name)
            findings += Linter.findings(of: result.diagnostics, node: name)
            guard let configuration = result.configuration else { continue }
            nodes.append(
                ClusterNode(name: name, configuration: configuration, origins: result.origins, mainFile: path)
            )
        }
        return Linter.unique(findings + Linter.findings(in: Cluster(nodes)))
    }

    /// An instance that tracks scripts.
    static func instance(
        _ priority: Int,
        tracks: [String] = ["chk"],
        state: String = "BACKUP",
        more: String = ""
    ) -> String {
        """
        vrrp_instance VI_1 {
            version 3
            state \(state)
            interface eth0
            virtual_router_id 51
            priority \(priority)
            virtual_ipaddress {
                192.0.2.1/24
            }
            track_script {
                \(tracks.joined(separator: "\n        "))
            }
            \(more)
        }

        """
    }

    /// A script whose timing nobody can complain of.
    static func script(_ command: String, weight: Int? = nil, name: String = "chk", more: String = "") -> String {
        """
        vrrp_script \(name) {
            script "\(command)"
            interval 2
            timeout 1
            fall 2
            rise 2
            \(weight.map { "weight \($0)" } ?? "")
            \(more)
        }

        """
    }

    /// Two nodes that look at nginx in the same way.
    static func pair(
        _ first: Int,
        _ second: Int,
        weight: Int?,
        command: String = "pidof nginx",
        more: String = ""
    ) -> [String: String] {
        let check = self.script(command, weight: weight)
        return [
            "a": check + self.instance(first, more: more), "b": check + self.instance(second, more: more),
        ]
    }

    /// One node with a check block.
    static func check(_ block: String, priority: Int = 150, more: String = "") -> String {
        "check chk {\n\(block)\n}\n" + self.instance(priority, more: more)
    }
}
