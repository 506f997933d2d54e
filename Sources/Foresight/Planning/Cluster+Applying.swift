import Checks
import Configuration
import VRRP

extension Cluster {
    /// With the base priorities and weights of a plan.
    func applying(_ routers: [PlannedRouter], _ checks: [PlannedCheck]) -> Cluster {
        var nodes = self.nodes
        let weights = Dictionary(checks.map { ($0.name, $0) }) { first, _ in first }
        for planned in routers {
            for (member, priority) in zip(planned.router.members, planned.priorities) {
                nodes[member.node].configuration.instances[member.instance].router.basePriority = priority
            }
        }
        for node in nodes.indices {
            for index in nodes[node].configuration.checks.indices {
                let name = nodes[node].configuration.checks[index].name
                guard let planned = weights[name] else { continue }
                let present = nodes[node].configuration.checks[index].weight
                nodes[node].configuration.checks[index].weight = planned.weight(inPlaceOf: present)
            }
            for index in nodes[node].configuration.instances.indices {
                nodes[node].configuration.instances[index].apply(weights)
            }
        }
        return Cluster(nodes)
    }
}

extension InstanceConfiguration {
    fileprivate mutating func apply(_ weights: [String: PlannedCheck]) {
        for index in self.trackedChecks.indices {
            guard let planned = weights[self.trackedChecks[index].name] else { continue }
            self.trackedChecks[index].weight = planned.weight(inPlaceOf: self.trackedChecks[index].weight)
        }
        for index in self.trackedInterfaces.indices {
            guard let planned = weights["interface \(self.trackedInterfaces[index].name)"] else { continue }
            self.trackedInterfaces[index].weight = planned.weight(inPlaceOf: self.trackedInterfaces[index].weight)
        }
    }
}
