import Checks
import Configuration
import Failover
import VRRP

/// A node with what several rules ask of it, found once.
struct LintedNode {
    let node: ClusterNode
    let checks: [String: CheckDefinition]
    /// One for each instance, in the order of the configuration.
    let standings: [Standing]
    /// By the check's name: whether an instance takes it for a fault, and whether one weighs it.
    let uses: [String: Use]
    /// As they are written in commands and URLs.
    let virtualAddresses: Set<String>
    let ownNames: Set<String>

    struct Use {
        /// And nothing keeps the address where it is a fault on every node.
        var isFault = false
        var isWeighted = false
        /// Weighed by an instance that takes over from a lower priority at once.
        var preempts = false
    }

    init(_ node: ClusterNode, at position: Int) {
        self.node = node
        let checks = Dictionary(node.configuration.checks.map { ($0.name, $0) }) { first, _ in first }
        self.checks = checks
        self.standings = node.configuration.instances.map {
            Standing(node: position, name: node.name, instance: $0, checks: checks)
        }
        var uses: [String: Use] = [:]
        var virtual: Set<String> = []
        var own: Set<String> = [node.name, "localhost", "ip6-localhost", "::1", "0.0.0.0", "::"]
        for instance in node.configuration.instances {
            for tracked in instance.trackedChecks {
                if tracked.weight.value == 0 {
                    let isGuarded = instance.guards.blastRadiusGrace != nil && checks[tracked.name]?.scope == .shared
                    let endsInFault = instance.guards.allUnhealthy == .drop && !isGuarded
                    uses[tracked.name, default: Use()].isFault = uses[tracked.name]?.isFault ?? false || endsInFault
                } else {
                    uses[tracked.name, default: Use()].isWeighted = true
                    if instance.router.preempt, instance.router.preemptDelay == .zero {
                        uses[tracked.name, default: Use()].preempts = true
                    }
                }
            }
            for address in instance.virtualAddresses + instance.excludedAddresses {
                virtual.insert("\(address.address)")
            }
            if let source = instance.configuredSource { own.insert("\(source)") }
        }
        self.uses = uses
        self.virtualAddresses = virtual
        self.ownNames = own
    }

    /// An address as everybody writes it; a name as it is.
    static func canonical(_ host: some StringProtocol) -> String {
        IPAddress(host).map { "\($0)" } ?? String(host)
    }

    /// The virtual address that a word names, perhaps with a port behind it.
    func virtualAddress(in word: some StringProtocol) -> String? {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        let names = [Self.canonical(word)] + (parts.count == 2 ? [Self.canonical(parts[0])] : [])
        return names.first { self.virtualAddresses.contains($0) }
    }

    func isOwn(_ host: String) -> Bool {
        let host = Self.canonical(host)
        return self.ownNames.contains(host) || host.hasPrefix("127.") || host.hasSuffix(".localhost")
    }

    // Places.

    func block(of check: CheckDefinition) -> OriginBlock {
        let block = self.node.origins.block(check.keyword, check.writtenName)
        guard block.location == nil, case .trackFile = check.origin else { return block }
        return self.node.origins.block("vrrp_track_file", check.writtenName)
    }

    /// The place of a word in the block of a check; of its name where the word is not written.
    func location(of word: String, of check: CheckDefinition) -> SourceLocation {
        self.block(of: check).location(of: [word]) ?? check.location
    }

    /// The place of a word in the block of an instance; of its name where the word is not written.
    func location(of word: String, of instance: InstanceConfiguration) -> SourceLocation {
        self.node.origins.block("vrrp_instance", instance.name).location(of: [word]) ?? instance.location
    }

    /// Where an instance tracks something: the line of its own list, or the weight of the check that names it.
    func location(of tracker: Standing.Tracker, of instance: InstanceConfiguration) -> SourceLocation {
        let block = self.node.origins.block("vrrp_instance", instance.name)
        switch tracker.source {
        case .interface(let name):
            return block.location(of: name, in: ["track_interface"]) ?? instance.location
        case .check(let name):
            guard let check = self.checks[name] else { return instance.location }
            return block.location(of: check.writtenName, in: ["track_script", "track_process", "track_file"])
                ?? self.location(of: "weight", of: check)
        }
    }

    /// Where an instance lists what it tracks.
    func trackingLocation(of instance: InstanceConfiguration) -> SourceLocation {
        self.node.origins.block("vrrp_instance", instance.name).location(of: ["track_script"]) ?? instance.location
    }
}
