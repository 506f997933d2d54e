package import Checks
package import VRRP

/// What a router process leaves to its successor, so that a restart moves nothing.
package struct NodeSnapshot: Hashable, Sendable {
    package var instances: [InstanceSnapshot] = []
    package var checks: [CheckSnapshot] = []
    /// Names of the virtual interfaces that were made.
    package var interfaces: [String] = []
    /// Kernel parameters to be put back.
    package var settings: [ChangedSetting] = []
    /// As ``Node/holdUntil``; the clock outlives the process.
    package var holdUntil: Instant?

    package var maintenance = MaintenanceList()
    /// What is to stand aside once its addresses were taken over, by the instance's name.
    package var drains: [String: MaintenanceEntry] = [:]
    /// nil = none is under way.
    package var drill: Drill?

    package init() {}

    package enum InstanceState: Hashable, Sendable {
        case master
        case backup(masterInterval: AdvertisementInterval)
        case other
    }

    package struct InstanceSnapshot: Hashable, Sendable {
        package var name: String
        package var state: InstanceState
        /// The last number of a signed advertisement; nil = none was signed.
        package var sequence: MessageSequence?
        /// What of the others' numbers was taken.
        package var marks: [ReplayGuard.Mark] = []
        /// nil = its moves are not damped.
        package var damping: Damping.Memory?
        package var heardMaster: HeardMaster?
        package var heardPriorities: [HeardPriorities.Entry] = []
        package var lastResort: LastResortSnapshot?
        /// By the check's name.
        package var graces: [String: Grace] = [:]
    }

    /// Of a ``LastResort``, as far as its checks do not tell it.
    package struct LastResortSnapshot: Hashable, Sendable {
        package var rule: LastResort.Rule
        package var since: Instant
        package var nextOffer: Instant?
        package var isKept: Bool
    }

    package struct CheckSnapshot: Hashable, Sendable {
        package var name: String
        package var hysteresis: Hysteresis
        package var isIgnored: Bool
        package var isBlocked: Bool
        package var score: Int?
        package var lastOutcome: CheckOutcome?
    }
}
