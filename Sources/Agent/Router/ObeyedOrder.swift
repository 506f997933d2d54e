import Failover
import LinuxIO
import VRRP

/// An order, and what it met: whoever gave it is told what became of it from there.
struct ObeyedOrder {
    struct Subject {
        var name: String
        var state: VirtualRouter.StateName
        var isInMaintenance: Bool
    }

    /// Handovers that follow from it began then or later.
    let time: Instant
    let subjects: [Subject]

    /// To be made before the order is obeyed.
    init(_ order: OperatorOrder, of node: Node, at now: Instant) {
        let names = Set(node.instances(concernedBy: order))
        self.time = now
        self.subjects = node.instances.indices.filter { names.contains(node.instances[$0].name) }.map { index in
            Subject(
                name: node.instances[index].name,
                state: node.instances[index].router.state.name,
                isInMaintenance: node.maintenance(of: index) != nil
            )
        }
    }

    /// `order/v1`.
    func answer(failure: String?) -> String {
        var json = JSONText()
        json.object { json in
            json.value("schema", "order/v1")
            json.array("instances") { json in
                for subject in self.subjects { json.value(nil, subject.name) }
            }
            json.value("at_us", self.time.nanoseconds / 1000)
            json.array("before") { json in
                for subject in self.subjects {
                    json.object { json in
                        json.value("instance", subject.name)
                        json.value("state", subject.state.rawValue)
                        json.value("maintenance", subject.isInMaintenance)
                    }
                }
            }
            if let failure { json.value("failure", failure) } else { json.null("failure") }
        }
        return json.text
    }
}
