import Checks
import Configuration
import VRRP

/// One virtual router as two nodes have it.
struct InstanceComparison {
    private(set) var differences: [Difference] = []
    private let left: EffectiveBlock?
    private let right: EffectiveBlock?

    init(
        _ left: InstanceConfiguration,
        _ leftNode: LoadedConfiguration,
        _ right: InstanceConfiguration,
        _ rightNode: LoadedConfiguration
    ) {
        self.left = leftNode.effective.instances.first { $0.name == left.name }
        self.right = rightNode.effective.instances.first { $0.name == right.name }
        self.compareProtocol(left, right)
        self.compareAddresses()
        self.compareChecks()
        self.compareGuards()
        self.comparePeers(left, right)
        self.comparePriority(left, right)
        self.compareRest()
    }

    private mutating func add(_ level: DifferenceLevel, _ field: String, _ consequence: String, isSecret: Bool = false)
    {
        self.differences.append(
            Difference(
                level: level,
                field: field,
                left: self.left?.setting(field),
                right: self.right?.setting(field),
                consequence: consequence,
                isSecret: isSecret
            )
        )
    }

    private func differs(_ field: String) -> Bool { self.left?[field] != self.right?[field] }

    private mutating func compareProtocol(_ left: InstanceConfiguration, _ right: InstanceConfiguration) {
        let deaf = "each node discards the other's advertisements, and both are master"
        if self.differs("vrid") { self.add(.mustMatch, "vrid", "to each other these are different virtual routers") }
        if self.differs("version") { self.add(.mustMatch, "version", deaf) }
        if self.differs("adver_int") {
            let isVersion2 = left.router.version == .v2
            self.add(.mustMatch, "adver_int", isVersion2 ? deaf : "a backup takes over at the other node's pace")
        }
        if self.differs("auth_type") {
            self.add(.mustMatch, "auth_type", deaf)
        } else if left.router.authentication != right.router.authentication {
            self.add(.mustMatch, "auth_data", deaf, isSecret: true)
        }
        if let problem = Self.messageAuthenticationProblem(
            left.router.messageAuthentication,
            right.router.messageAuthentication
        ) {
            self.add(.mustMatch, problem.field, problem.consequence)
        }
        if self.differs("mcast_group"), left.unicast == nil, right.unicast == nil {
            self.add(.mustMatch, "mcast_group", "the nodes do not hear each other, and both are master")
        }
    }

    /// The order is of no account, nor is the interface, which is a node's own.
    private mutating func compareAddresses() {
        for (field, consequence) in [
            ("vips", "the nodes would serve different addresses, and keepalived before 2.3.3 makes both master"),
            ("evips", "the nodes would serve different addresses"),
        ] where Self.addresses(self.left?[field]) != Self.addresses(self.right?[field]) {
            self.add(.mustMatch, field, consequence)
        }
    }

    private static func addresses(_ value: JSONValue?) -> Set<Substring> {
        Set((value?.array ?? []).compactMap { $0.string?.prefix { $0 != " " } })
    }

    private mutating func compareChecks() {
        for word in Self.trackingWords {
            let names = [self.left, self.right].map { Set($0?[word]?.array?.compactMap(\.string) ?? []) }
            if names[0] != names[1] {
                self.add(.mustMatch, word, "the nodes would judge their health by different measures")
            } else if self.differs("\(word)_weights") {
                self.add(.mustMatch, "\(word)_weights", "the same failure would count for more on one node")
            }
        }
    }

    private mutating func compareGuards() {
        guard self.differs("all_unhealthy") else { return }
        let consequence = "the nodes would not agree who has the addresses when the checks of all of them fail"
        self.add(.mustMatch, "all_unhealthy", consequence)
    }

    private static let trackingWords = ["track_script", "track_process", "track_file"]

    private mutating func comparePriority(_ left: InstanceConfiguration, _ right: InstanceConfiguration) {
        guard !self.differs("base_priority") else { return }
        self.add(
            .shouldDiffer,
            "base_priority",
            left.router.basePriority.rawValue == 255
                ? "both nodes would own the address" : "a tie: the node with the higher address is master"
        )
    }

    /// Each node speaks to the others' addresses, and is heard only by those who name its own.
    private mutating func comparePeers(_ left: InstanceConfiguration, _ right: InstanceConfiguration) {
        switch (left.unicast, right.unicast) {
        case (nil, nil):
            break
        case (nil, _), (_, nil):
            self.add(
                .mustMatch,
                "unicast_peers",
                "one node speaks to its peers alone, the other to the multicast group"
            )
        case (let first?, let second?):
            if let source = first.source, !second.peers.contains(source) {
                self.add(
                    .mustMatch,
                    "unicast_peers",
                    "the second node does not name \(source), which the first sends from"
                )
            }
            if let source = second.source, !first.peers.contains(source) {
                self.add(
                    .mustMatch,
                    "unicast_peers",
                    "the first node does not name \(source), which the second sends from"
                )
            }
        }
    }

    /// What is a node's own business, or expected to differ, is not worth a word unless it does.
    private mutating func compareRest() {
        let told = Set(self.differences.map(\.field))
        let own = Set([
            "iname", "vrid", "version", "adver_int", "auth_type", "auth_data", "mcast_group", "vips", "evips",
            "sync_group", "unicast_src_ip", "unicast_peers", "unicast_peer_ttls", "track_ifp_weights",
        ]).union(Self.trackingWords.flatMap { [$0, "\($0)_weights"] })
        let fields = (self.left?.settings ?? []) + (self.right?.settings ?? [])
        var seen: Set<String> = []
        for field in fields.map(\.name) where seen.insert(field).inserted && self.differs(field) {
            if !told.contains(field), !own.contains(field) { self.add(.differs, field, "") }
        }
    }
}
