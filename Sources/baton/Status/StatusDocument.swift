/// The agent's answer to `status`, schema `status/v1`; what this program does not show is not read.
struct StatusDocument: Decodable {
    struct Checker: Decodable {
        var state: String
        var sinceMs: Int64
    }

    struct Check: Decodable {
        var name: String
        var kind: String
        var mode: String
        var requires: [String]
        var health: String
        /// Something it requires is not up, so it does not run.
        var blocked: Bool
        var status: String
        var reason: String
        var summary: String
        var streak: Int
        var rise: Int
        var fall: Int
        var window: Window?
        var windowFailures: Int?
        var score: Int?
        var weight: Int
        var reverse: Bool
        var ageMs: Int64?
        var durationMs: Int64
        /// How long the last run waited for a place.
        var queueMs: Int64
        var runs: UInt64

        /// `window FAILURES/RESULTS`.
        struct Window: Decodable {
            var failures: Int
            var results: Int
        }

        /// Whether its health counts for instances.
        var counts: Bool { self.mode == "enforce" }
    }

    struct Entry: Decodable {
        var agoMs: Int64
        var instance: String?
        var text: String
    }

    struct SyncGroup: Decodable {
        var name: String
        var state: String
        var sinceMs: Int64
        var members: [String]
    }

    /// A FIFO that is told of transitions.
    struct FIFO: Decodable {
        var path: String
        /// Lines that nobody was told, because there was no reader for too long, or no FIFO.
        var lost: UInt64
    }

    var schema: String
    var version: String
    var pid: Int
    var uptimeMs: Int64
    var generation: Int
    var checker: Checker
    /// An older agent does not say.
    var maintenance: MaintenanceDocument?
    var drill: DrillDocument?
    var instances: [InstanceDocument]
    var syncGroups: [SyncGroup]
    /// What is set whoever is master.
    var statics: [ItemDocument]
    var checks: [Check]
    var fifos: [FIFO]
    var journal: [Entry]

    /// 0 healthy, 1 degraded (a check, a route, a rule or a static address is not as it should be, or something is in
    /// maintenance, or would be after a restart), 2 an instance in fault.
    var exitCode: Int32 {
        if self.instances.contains(where: \.isFaulty) { return 2 }
        let isWell =
            self.checker.state == "running" && self.maintenance?.isQuiet ?? true
            && !self.statics.contains(where: \.isMissing)
            && !self.instances.contains { $0.routesAndRules.contains(where: \.isMissing) }
            && self.checks.allSatisfy { !$0.counts || $0.health == "up" && $0.status == "pass" }
        return isWell ? 0 : 1
    }
}
