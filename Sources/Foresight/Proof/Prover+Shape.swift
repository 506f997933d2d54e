import Checks
import Configuration
import Failover
import VRRP

/// P7 and P8: what can be seen without any failure.
extension Prover {
    /// P7. Interfaces are the node's own and have other names on other nodes.
    var symmetry: Verdict {
        var weights: [String: [Int: CheckWeight]] = [:]
        var order: [String] = []
        for (position, candidate) in self.candidates.enumerated() {
            for tracked in candidate.instance.trackedChecks where self.isEnforced(tracked.name, position) {
                if weights[tracked.name] == nil { order.append(tracked.name) }
                weights[tracked.name, default: [:]][position] = tracked.weight
            }
        }
        guard !order.isEmpty else { return .notApplicable("no check is tracked") }
        var details: [String] = []
        for name in order {
            let own = weights[name] ?? [:]
            let missing = self.candidates.indices.filter { own[$0] == nil }
            if !missing.isEmpty {
                details.append("\(name) is not checked on \(missing.map(self.name).joined(separator: ", "))")
            } else if Set(own.values).count > 1 {
                let texts = own.sorted { $0.key < $1.key }.map { position, weight in
                    "\(weight.value)\(weight.reverse ? " reverse" : "") on \(self.name(position))"
                }
                details.append("\(name) has weight \(texts.joined(separator: ", "))")
            }
        }
        guard let first = details.first else { return .proved }
        return .refuted(
            Refutation(
                .warning,
                first,
                details: Array(details.dropFirst()),
                fix: "give all nodes the same checks and weights"
            )
        )
    }

    private func isEnforced(_ check: String, _ position: Int) -> Bool {
        self.candidates[position].factors.contains { $0.source == .check(check) }
    }

    /// P8. A check that asks a virtual address is answered by whoever has it: it passes on a broken node as soon as
    /// another one has taken over, and the broken node takes the addresses back.
    var stability: Verdict {
        var unseen: [String] = []
        for (position, candidate) in self.candidates.enumerated() {
            let configuration = self.cluster.nodes[candidate.node].configuration
            // A sync group moves as one, and with it the addresses of all its members.
            let group = Candidate.group(of: candidate.instance, in: configuration)
            let moving = configuration.instances.filter {
                $0.name == candidate.instance.name || group?.members.contains($0.name) ?? false
            }
            let addresses = moving.flatMap { $0.virtualAddresses + $0.excludedAddresses }
            for definition in Self.questions(of: candidate.factors.compactMap(\.definition), in: configuration) {
                switch Self.target(of: definition) {
                case .address(let text):
                    guard let address = addresses.first(where: { IPAddress(text) == $0.address }) else { continue }
                    return .refuted(
                        Refutation(
                            .error,
                            "\(definition.name) on \(self.name(position)) asks \(address.address), which is "
                                + "the virtual address: it tests whoever is master",
                            details: [
                                "on a broken node it passes again once another node has taken over, which gives the "
                                    + "addresses back"
                            ],
                            fix: "ask the service on 127.0.0.1 or on an address of the node itself"
                        )
                    )
                case .node: continue
                case .unseen: if !unseen.contains(definition.name) { unseen.append(definition.name) }
                }
            }
        }
        guard unseen.isEmpty else {
            return .notApplicable(
                "what \(unseen.joined(separator: ", ")) looks at is not to be seen in a configuration"
            )
        }
        return .proved
    }

    /// These checks, with what they judge in the place of those that judge others; each once.
    private static func questions(
        of checks: [CheckDefinition],
        in configuration: AgentConfiguration
    ) -> [CheckDefinition] {
        var questions: [CheckDefinition] = []
        var known: Set<String> = []
        var waiting = Array(checks.reversed())
        while let check = waiting.popLast() {
            guard known.insert(check.name).inserted else { continue }
            if let members = CompositePlugin.members(of: check.options, kind: check.kind) {
                waiting += members.reversed().compactMap { name in
                    configuration.checks.first { $0.name == name }
                }
            } else {
                questions.append(check)
            }
        }
        return questions
    }

    private enum Target {
        /// This address, as it is written.
        case address(String)
        /// Something of the node itself.
        case node
        /// Something that is not written in the configuration.
        case unseen
    }

    private static func target(of definition: CheckDefinition) -> Target {
        let argument = definition.options.arguments.first ?? ""
        switch definition.kind {
        case HTTPPlugin.kind:
            return HTTPLocation(argument).map { Self.host($0.host) } ?? .unseen
        case TCPPlugin.kind, GRPCPlugin.kind:
            guard case .hostAndPort(let host, _) = definition.options.argument else { return .unseen }
            return Self.host(host)
        case PingPlugin.kind:
            return Self.host(argument)
        case ProcessPlugin.kind, InterfacePlugin.kind, ResourcePlugin.kind, SystemdPlugin.kind:
            return .node
        default:
            return .unseen
        }
    }

    private static func host(_ text: String) -> Target {
        if text == "localhost" { return .node }
        return IPAddress(text) == nil ? .unseen : .address(text)
    }
}
