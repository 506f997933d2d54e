import Checks
import Configuration
import Failover
import VRRP

/// A node of a simulated cluster: its agent, and as much of a kernel and of a checker as the agent asks for.
struct SimulatedMachine: Sendable {
    let name: String
    let configuration: AgentConfiguration
    /// nil = no agent runs: stopped, or without power.
    var node: Node?
    /// Those the host has come first; then those the agent has made.
    var interfaces: [SimulatedInterface]
    let hostInterfaces: [SimulatedInterface]
    var checks: [SimulatedCheck]
    let checkPlaces: [String: Int]
    var isFrozen = false
    var hasPower = true
    /// It was started while it was stopping: it starts when it has stopped.
    var startsAgain = false
    /// What came while it was frozen, which its sockets keep.
    var backlog: [Event] = []
    /// Routes, rules and static addresses that are set.
    var items: Set<PlacedItem> = []
    /// When the agent has something to do.
    var wakeUp: Instant?
    var generation: UInt32 = 1
    /// What an agent that has ended was told, and the next one still knows.
    var maintenance = MaintenanceList()
    /// Which seats its instances have, by their names.
    var seats: [String: Int] = [:]

    static let backlogLimit = 200

    init(name: String, configuration: AgentConfiguration, interfaces: [SimulatedInterface]) {
        self.name = name
        self.configuration = configuration
        self.interfaces = interfaces
        self.hostInterfaces = interfaces
        let definitions = configuration.checks.filter { $0.mode != .disabled }
        let places = Dictionary(definitions.enumerated().map { ($1.name, $0) }) { first, _ in first }
        var checks = definitions.map { definition in
            SimulatedCheck(
                definition,
                status: Self.isHealthyFailing(definition, in: configuration) ? .fail : .pass,
                generation: 1
            )
        }
        for (place, definition) in definitions.enumerated() {
            let members = CompositePlugin.members(of: definition.options, kind: definition.kind) ?? []
            for name in members + definition.requires {
                if let other = places[name] { checks[other].dependants.append(place) }
            }
        }
        self.checks = checks
        self.checkPlaces = places
    }

    /// Where all is well, every check passes, except one that counts in reverse only or is asked for by `not` only.
    private static func isHealthyFailing(_ definition: CheckDefinition, in configuration: AgentConfiguration) -> Bool {
        let tracked = configuration.instances.flatMap(\.trackedChecks).filter { $0.name == definition.name }
        guard tracked.isEmpty else { return tracked.allSatisfy { $0.weight.reverse } }
        let judges = configuration.checks.filter { other in
            other.requires.contains(definition.name)
                || (CompositePlugin.members(of: other.options, kind: other.kind) ?? []).contains(definition.name)
        }
        return !judges.isEmpty && judges.allSatisfy { $0.kind == NotPlugin.kind }
    }

    /// What a run of a check ends with now, by what the scenario says and by what is known of the checks it judges.
    func status(of check: Int) -> CheckStatus {
        let definition = self.checks[check].definition
        guard let members = CompositePlugin.members(of: definition.options, kind: definition.kind) else {
            return self.checks[check].status
        }
        return Self.verdict(definition, on: members.map { self.node?.checks[$0]?.health ?? .unknown })
    }

    /// Whether a check would pass now if everything were known at once.
    func truth(of check: Int, depth: Int = 0) -> CheckStatus {
        let definition = self.checks[check].definition
        guard depth < 16,
            let members = CompositePlugin.members(of: definition.options, kind: definition.kind)
        else { return self.checks[check].status }
        let healths = members.map { name -> Health in
            guard let place = self.checkPlaces[name] else { return .unknown }
            switch self.truth(of: place, depth: depth + 1) {
            case .pass, .warn: return .up
            case .fail: return .down
            case .unknown: return .unknown
            }
        }
        return Self.verdict(definition, on: healths)
    }

    private static func verdict(_ definition: CheckDefinition, on healths: [Health]) -> CheckStatus {
        let up = healths.count { $0 == .up }
        let down = healths.count { $0 == .down }
        var needed = healths.count
        if definition.kind == NotPlugin.kind { return down > 0 ? .pass : up > 0 ? .fail : .unknown }
        if definition.kind == AnyOfPlugin.kind { needed = 1 }
        if definition.kind == AtLeastPlugin.kind, case .integer(let number) = definition.options.argument {
            needed = number
        }
        if up >= needed { return .pass }
        return healths.count - down < needed ? .fail : .unknown
    }
}
