/// One virtual router: the state machine of VRRP (RFC 3768 and RFC 9568 section 6) as a value.
///
/// Every event is a mutating method that is told the time; the answer is the ordered list of what to do. There is no
/// clock inside: `deadline` says when `expire(at:)` is to be called. *Master* is what RFC 9568 calls the Active Router.
package struct VirtualRouter: Hashable, Sendable {
    package internal(set) var settings: VirtualRouterSettings
    package internal(set) var state: State
    /// What is advertised and what decides elections: the base priority, weighted by tracking; 1…255.
    package internal(set) var effectivePriority: Priority
    /// Member of a sync group: it wants to be master before it is.
    package var isHeldBack = false
    package internal(set) var preemption = Preemption.asConfigured
    /// Unfit, and competes only lest nobody has the addresses: it does not hurry to succeed a master that resigns, which may
    /// be one that is no better and takes its offer back.
    package var isLastResort = false
    /// Backups may be last resorts, which are slow to succeed one that resigns: it keeps its addresses for as long.
    package var hasLastResorts = false

    /// In state `initialize`, with the base priority as effective priority.
    package init(settings: VirtualRouterSettings) {
        self.settings = settings
        self.state = .initialize
        self.effectivePriority = Self.electable(settings.basePriority)
    }

    /// The instant at which `expire(at:)` has something to do; nil = never.
    package var deadline: Instant? {
        switch self.state {
        case .initialize, .fault: nil
        case .backup(let backup): backup.deadline
        case .master(let master): master.deadline
        case .resigning(let resigning): resigning.release
        }
    }

    /// The master a backup last heard, or the one a resigning master has handed its addresses to.
    package var currentMaster: Peer? {
        switch self.state {
        case .initialize, .fault, .master: nil
        case .backup(let backup): backup.prospect.master
        case .resigning(let resigning): resigning.successor
        }
    }

    /// The advertisement as it is sent now. The interval is always our own, also when another master's was learned.
    ///
    /// - Parameter priority: the effective priority, or `.resign`.
    package func advertisement(priority: Priority) -> Advertisement {
        let authentication: Authentication
        switch self.settings.version {
        case .v2: authentication = self.settings.authentication
        case .v3: authentication = .none
        }
        return Advertisement(
            version: self.settings.version,
            virtualRouterID: self.settings.virtualRouterID,
            priority: priority,
            interval: self.settings.advertisementInterval,
            authentication: authentication,
            addresses: self.settings.addresses
        )
    }

    /// Priority 0 means leaving, so a running virtual router has at least 1.
    static func electable(_ priority: Priority) -> Priority {
        max(priority, Priority(rawValue: 1))
    }
}
