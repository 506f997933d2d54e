import Checks
import Configuration
import VRRP

/// Two nodes of one cluster, compared.
struct NodeComparison {
    private(set) var instances: [NodePair] = []
    /// Checks and scripts that an instance of both nodes tracks, by name.
    private(set) var checks: [NodePair] = []

    /// Whether the nodes agree in everything they must.
    var agrees: Bool { !(self.instances + self.checks).contains(where: \.mustMatch) }

    init(_ left: LoadedConfiguration, _ right: LoadedConfiguration) {
        var rest = right.configuration.instances
        for instance in left.configuration.instances {
            let index = Self.counterpart(of: instance, in: rest)
            let other = index.map { rest.remove(at: $0) }
            self.instances.append(
                NodePair(
                    left: left.effective.instance(instance.name),
                    right: other.flatMap { right.effective.instance($0.name) },
                    differences: other.map { InstanceComparison(instance, left, $0, right).differences } ?? []
                )
            )
        }
        self.instances += rest.map {
            NodePair(left: nil, right: right.effective.instance($0.name), differences: [])
        }
        self.compareGroups(left, right)
        self.compareChecks(left, right)
    }

    /// Which virtual routers move together must be the same on both: a fault of one would else take its companions along
    /// on one node only.
    private mutating func compareGroups(_ left: LoadedConfiguration, _ right: LoadedConfiguration) {
        let pairs = self.instances.compactMap { pair in
            pair.left.flatMap { first in pair.right.map { (first.name, $0.name) } }
        }
        let counterparts = Dictionary(pairs) { first, _ in first }
        for index in self.instances.indices {
            guard let first = self.instances[index].left, let second = self.instances[index].right else { continue }
            let companions = Self.companions(of: first.name, in: left.configuration)
            let others = Self.companions(of: second.name, in: right.configuration)
            let groups = [first.setting("sync_group"), second.setting("sync_group")]
            if Set(companions.map { counterparts[$0] ?? $0 }) != Set(others) {
                self.instances[index].differences.append(
                    Difference(
                        level: .mustMatch,
                        field: "sync_group",
                        left: groups[0],
                        right: groups[1],
                        consequence: "it moves with \(Self.list(companions)) on the first node and with "
                            + "\(Self.list(others)) on the second, so that a fault would spread them over both"
                    )
                )
            } else if groups[0]?.value != groups[1]?.value {
                self.instances[index].differences.append(
                    Difference(level: .differs, field: "sync_group", left: groups[0], right: groups[1])
                )
            }
        }
    }

    private static func companions(of name: String, in configuration: AgentConfiguration) -> [String] {
        let group = configuration.syncGroups.first { $0.members.contains(name) }
        return (group?.members ?? []).filter { $0 != name }
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "no other" : names.joined(separator: ", ")
    }

    /// The same virtual router: id, family and interface, then id and family, then the name.
    private static func counterpart(of instance: InstanceConfiguration, in others: [InstanceConfiguration]) -> Int? {
        func isSameRouter(_ other: InstanceConfiguration) -> Bool {
            other.router.virtualRouterID == instance.router.virtualRouterID
                && other.router.family == instance.router.family
        }
        return others.firstIndex { isSameRouter($0) && $0.interface == instance.interface }
            ?? others.firstIndex { isSameRouter($0) && $0.name == instance.name }
            ?? others.firstIndex(where: isSameRouter)
            ?? others.firstIndex { $0.name == instance.name }
    }

    private static let questionFields: Set = ["plugin", "command", "arguments", "options", "weight", "weight_reverse"]

    /// What both nodes ask must be the same question; how often it is asked may differ.
    private mutating func compareChecks(_ left: LoadedConfiguration, _ right: LoadedConfiguration) {
        let tracked = Set(
            (left.configuration.instances + right.configuration.instances).flatMap(\.trackedChecks).map(\.name)
        )
        for block in left.effective.checks + left.effective.scripts where tracked.contains(block.name) {
            // Where the other node has none of this name, the instances say so.
            guard let other = right.effective.check(block.name) else { continue }
            var differences: [Difference] = []
            for setting in block.settings {
                guard let counterpart = other.setting(setting.name), counterpart.value != setting.value else {
                    continue
                }
                let isQuestion = Self.questionFields.contains(setting.name)
                differences.append(
                    Difference(
                        level: isQuestion ? .mustMatch : .differs,
                        field: setting.name,
                        left: setting,
                        right: counterpart,
                        consequence: isQuestion ? "the nodes would judge their health by different measures" : ""
                    )
                )
            }
            if !differences.isEmpty {
                self.checks.append(NodePair(left: block, right: other, differences: differences))
            }
        }
    }
}

extension EffectiveConfiguration {
    fileprivate func instance(_ name: String) -> EffectiveBlock? { self.instances.first { $0.name == name } }

    fileprivate func check(_ name: String) -> EffectiveBlock? {
        (self.checks + self.scripts).first { $0.name == name }
    }
}
