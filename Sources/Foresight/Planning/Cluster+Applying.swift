import Checks
import Configuration
import VRRP

extension Cluster {
    /// With the base priorities and weights of a plan.
    func applying(_ routers: [PlannedRouter], _ checks: [PlannedCheck]) -> Cluster {
        var nodes = self.nodes
        let weights = Dictionary(checks.map { ($0.name, $0.weight) }) { first, _ in first }
        for planned in routers {
            for (member, priority) in zip(planned.router.members, planned.priorities) {
                nodes[member.node].configuration.instances[member.instance].router.basePriority = priority
            }
        }
        for node in nodes.indices {
            for index in nodes[node].configuration.checks.indices {
                let name = nodes[node].configuration.checks[index].name
                if let weight = weights[name] { nodes[node].configuration.checks[index].weight = weight }
            }
            for index in nodes[node].configuration.instances.indices {
                nodes[node].configuration.instances[index].apply(weights)
            }
        }
        return Cluster(nodes)
    }
}

extension InstanceConfiguration {
    fileprivate mutating func apply(_ weights: [String: CheckWeight]) {
        for index in self.trackedChecks.indices {
            if let weight = weights[self.trackedChecks[index].name] { self.trackedChecks[index].weight = weight }
        }
        for index in self.trackedInterfaces.indices {
            if let weight = weights["interface \(self.trackedInterfaces[index].name)"] {
                self.trackedInterfaces[index].weight = weight
            }
        }
    }
}
