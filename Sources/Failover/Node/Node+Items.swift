import Checks
import Configuration
import Routing
import VRRP

/// Routes, rules and static addresses.
extension Node {
    /// How long after it was refused an item is tried again, if nothing happens that may have changed the kernel's mind.
    private static let itemPause = Duration.seconds(10)

    // MARK: Owners

    // An owner is an instance, by its place, or nil for the node itself. After a reload one that leaves and one that
    // begins may have the same name.

    private func items(of owner: Int?) -> [NetworkItem] {
        owner.map { self.instances[$0].configuration.items } ?? self.configuration.statics
    }

    private func held(by owner: Int?) -> HeldItems {
        owner.map { self.instances[$0].items } ?? self.statics
    }

    private mutating func hold(_ items: HeldItems, by owner: Int?) {
        if let owner {
            self.instances[owner].items = items
        } else {
            self.statics = items
        }
    }

    private var owners: [Int?] {
        [nil] + self.instances.indices.filter { self.instances[$0].holdsAddresses }.map { $0 }
    }

    private func name(of owner: Int?) -> ItemOwner {
        owner.map { .instance(self.instances[$0].name) } ?? .node
    }

    // MARK: Placing

    /// The items with the interfaces they need; those of an interface that is missing are left out and say so.
    func placed(_ items: [NetworkItem]) -> (placed: [PlacedItem], missing: [NetworkItem: String]) {
        var placed: [PlacedItem] = []
        var missing: [NetworkItem: String] = [:]
        for item in items {
            switch self.placed(item) {
            case .success(let found): placed.append(found)
            case .failure(let absent): missing[item] = "interface \(absent.interface) does not exist"
            }
        }
        return (placed, missing)
    }

    private struct AbsentInterface: Error {
        var interface: String
    }

    private func placed(_ item: NetworkItem) -> Result<PlacedItem, AbsentInterface> {
        switch item.kind {
        case .address(let address):
            guard let interface = self.interface(named: address.device) else {
                return .failure(AbsentInterface(interface: address.device))
            }
            return .success(PlacedItem(.address(PlacedAddress(address, on: interface.index)), origin: item))
        case .route(let route):
            var devices: [String: Int32] = [:]
            for name in route.devices {
                guard let interface = self.interface(named: name) else {
                    return .failure(AbsentInterface(interface: name))
                }
                devices[name] = interface.index
            }
            return .success(PlacedItem(.route(route, devices: devices), origin: item))
        case .rule(let rule):
            // The kernel takes rules of interfaces that are not there yet.
            return .success(PlacedItem(.rule(rule), origin: item))
        }
    }

    // MARK: Setting and removing

    /// Sets everything an owner is configured with.
    mutating func acquireItems(of owner: Int?) {
        let configured = self.items(of: owner)
        guard !configured.isEmpty else { return }
        var held = self.held(by: owner)
        (held.placed, held.missing) = self.placed(configured)
        if !held.missing.isEmpty { held.retry(at: self.lastHandled + Self.itemPause) }
        self.hold(held, by: owner)
        if !held.placed.isEmpty {
            self.effects.append(.addItems(held.placed, owner: self.name(of: owner), isRestoring: false))
        }
    }

    /// Removes what an owner has set, the last first: nothing is left to point at what is gone.
    mutating func releaseItems(of owner: Int?) {
        let released = self.held(by: owner).placed.filter { !self.isHeld($0, exceptBy: owner) }
        self.hold(HeldItems(), by: owner)
        if !released.isEmpty {
            self.effects.append(.removeItems(released.reversed(), owner: self.name(of: owner)))
        }
    }

    /// Whether somebody else has set the same.
    private func isHeld(_ item: PlacedItem, exceptBy owner: Int?) -> Bool {
        self.owners.contains { $0 != owner && self.held(by: $0).placed.contains(item) }
    }

    /// Removes what a predecessor of an instance may have left; what is not there costs one answer of the kernel.
    mutating func clearLeftoverItems(of index: Int) {
        guard !self.instances[index].configuration.items.isEmpty, self.instances[index].resumption != .master else {
            return
        }
        let statics = Set(self.statics.placed)
        let leftovers = self.placed(self.instances[index].configuration.items).placed.filter {
            !statics.contains($0) && !self.isHeld($0, exceptBy: index)
        }
        if !leftovers.isEmpty {
            self.effects.append(.removeItems(leftovers.reversed(), owner: self.name(of: index)))
        }
    }

    /// Changes what an owner has set to what it is configured with now: only the difference.
    ///
    /// - Returns: What is to come, once whatever it needs is there.
    mutating func exchangeItems(of owner: Int?) -> [PlacedItem] {
        var held = self.held(by: owner)
        let before = held.placed
        let wanted = self.placed(self.items(of: owner))
        held.placed = wanted.placed
        // In the order of the file: two lines may say the same.
        let reasons = held.missing.sorted { left, right in
            let (left, right) = (left.key.location, right.key.location)
            return (left.file, left.line) < (right.file, right.line)
        }
        held.missing = wanted.missing
        // A line that moved within the file is still refused for the same reason.
        for (item, reason) in reasons {
            if let moved = wanted.placed.first(where: { $0.origin.kind == item.kind }) {
                held.missing[moved.origin] = reason
            }
        }
        if !held.missing.isEmpty { held.retry(at: self.lastHandled + Self.itemPause) }
        let kept = Set(wanted.placed)
        let gone = before.filter { !kept.contains($0) && !self.isHeld($0, exceptBy: owner) }
        self.hold(held, by: owner)
        if !gone.isEmpty { self.effects.append(.removeItems(gone.reversed(), owner: self.name(of: owner))) }
        let known = Set(before)
        return wanted.placed.filter { !known.contains($0) }
    }

    // MARK: Restoring

    /// Something happened that may have taken items away, or may let the kernel take those it refused: interfaces and
    /// addresses that come and go take routes with them, and the kernel does not tell of each.
    mutating func itemsMayHaveChanged(at now: Instant) {
        guard self.phase == .running || self.phase == .stopping else { return }
        for owner in self.owners { self.restoreItems(of: owner, at: now) }
    }

    mutating func restoreItems(of owner: Int?, at now: Instant) {
        var held = self.held(by: owner)
        held.restore(at: now)
        self.hold(held, by: owner)
    }

    mutating func routeRemoved(_ key: RouteKey, at now: Instant) {
        self.restoreItems(at: now) { item in
            if case .route(let route, _) = item.kind { route.mayBe(key) } else { false }
        }
    }

    mutating func ruleRemoved(_ key: RuleKey, at now: Instant) {
        self.restoreItems(at: now) { item in
            if case .rule(let rule) = item.kind { rule.key == key } else { false }
        }
    }

    private mutating func restoreItems(at now: Instant, where isGone: (PlacedItem) -> Bool) {
        for owner in self.owners
        where self.held(by: owner).placed.contains(where: { $0.origin.isTracked && isGone($0) }) {
            self.restoreItems(of: owner, at: now)
        }
    }

    /// Sets again what is due.
    mutating func restoreDueItems(at now: Instant) {
        for owner in self.owners {
            var held = self.held(by: owner)
            guard let dueAt = held.dueAt, dueAt <= now else { continue }
            held.dueAt = nil
            let wanted = self.placed(self.items(of: owner))
            // An interface may be another one by the same name; what stood on the old one went with it.
            held.placed = wanted.placed
            held.missing = held.missing.filter { reason in wanted.missing[reason.key] == nil }
            held.missing.merge(wanted.missing) { _, new in new }
            if !wanted.missing.isEmpty { held.retry(at: now + Self.itemPause) }
            let refused = held.missing
            self.hold(held, by: owner)
            let restored = wanted.placed.filter { $0.origin.isTracked || refused[$0.origin] != nil }
            if !restored.isEmpty {
                self.effects.append(.addItems(restored, owner: self.name(of: owner), isRestoring: true))
            }
            self.cause = nil
            self.evaluateTrackers(of: owner, at: now)
        }
    }

    // MARK: Answers

    mutating func itemsAdded(_ outcomes: [ItemOutcome], owner: ItemOwner, isRestoring: Bool, at now: Instant) {
        var name: String?
        var place: Int?
        if case .instance(let instance) = owner {
            let places = self.instances.indices.filter { self.instances[$0].name == instance }
            // What was given up meanwhile needs no answer.
            guard let found = places.first(where: { !self.instances[$0].isLeaving }) ?? places.first else { return }
            name = instance
            place = found
        }
        var held = self.held(by: place)
        var isRefused = false
        let known = Set(held.placed)
        for outcome in outcomes where known.contains(outcome.item) {
            let origin = outcome.item.origin
            let before = held.missing[origin]
            self.cause = nil
            switch outcome.result {
            case .set, .existed:
                held.missing[origin] = nil
                if before != nil {
                    self.record(.itemSet(outcome.item), of: name, at: now)
                } else if isRestoring, outcome.result == .set {
                    self.record(.itemRestored(outcome.item), of: name, at: now)
                }
            case .refused(let reason):
                isRefused = true
                held.missing[origin] = reason
                if before != reason {
                    self.record(.itemRefused(outcome.item, reason: reason), of: name, at: now)
                }
            }
        }
        if isRefused { held.retry(at: now + Self.itemPause) }
        self.hold(held, by: place)
        self.evaluateTrackers(of: place, at: now)
    }

    /// Instances that cannot do without static items.
    private mutating func evaluateTrackers(of owner: Int?, at now: Instant) {
        guard owner == nil, !self.configuration.trackGroups.isEmpty else { return }
        for index in self.instances.indices {
            self.cause = nil
            self.evaluate(index, at: now)
        }
    }

    /// Static items that are missing and that an instance tracks.
    func missingStatics(of instance: Instance) -> [FaultCause] {
        guard !self.statics.missing.isEmpty else { return [] }
        return self.configuration.statics.compactMap { item in
            guard let group = item.trackGroup, let reason = self.statics.missing[item],
                self.configuration.trackGroups[group]?.contains(instance.name) == true
            else { return nil }
            return .staticItemMissing(item, reason: reason)
        }
    }

    // MARK: The whole

    /// Whether the removal of routes and rules is to be told of.
    package var watchesRouting: Bool {
        let items = self.configuration.statics + self.instances.flatMap(\.configuration.items)
        return items.contains { item in
            switch item.kind {
            case .address: false
            case .route, .rule: item.isTracked
            }
        }
    }

    /// Everything an agent of this configuration may have set, the last first.
    package var configuredItems: [PlacedItem] {
        self.placed(self.configuration.statics + self.instances.flatMap(\.configuration.items)).placed.reversed()
    }
}
