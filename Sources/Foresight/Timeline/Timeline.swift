package import VRRP

/// What happened to the addresses of a cluster. Times are since it had settled, or since ``origin``.
package struct Timeline: Hashable, Sendable {
    package var nodes: [String]
    package var routers: [Router]
    /// In the order of time.
    package var moves: [Move]
    package var spans: [Span]
    package var outages: [Outage]
    package var splits: [Split]
    package var events: [Event]
    /// What is odd about the cluster whatever happens, such as advertisements that are refused.
    package var notes: [String]
    package var end: Duration
    /// Whether nothing changed any more, neither before the first incident nor at the end.
    package var isSettled: Bool
    /// The moment by the wall clock that is 0; nil = none, as it was played. What was recorded has no outages and no splits:
    /// journals do not say what lasted how long between nodes.
    package var origin: UTCTime?

    package struct Router: Hashable, Sendable {
        /// Unique in the cluster.
        package var name: String
        /// The first virtual address, for people; empty where there is none.
        package var address: String
        /// Positions in ``Timeline/nodes``.
        package var members: [Int]
        /// Who has the addresses at the end; nil = nobody.
        package var holder: Int?
    }

    /// The addresses of a router went from one node to another.
    package struct Move: Hashable, Sendable {
        package var router: Int
        /// nil = nobody had them.
        package var from: Int?
        /// nil = nobody took them until the end, or until `from` had them again.
        package var to: Int?
        package var at: Duration
        package var cause: String
    }

    /// A node stood like this for a while.
    package struct Span: Hashable, Sendable {
        package var router: Int
        package var node: Int
        package var from: Duration
        package var to: Duration
        package var standing: Standing
    }

    package enum Standing: String, Hashable, Sendable, CaseIterable {
        /// Has the addresses and can serve them.
        case holding
        /// Has the addresses and cannot serve them: its check fails, its link is down, or it is frozen.
        case unfit
        /// Competes for them.
        case waiting
        /// May not compete.
        case fault
        /// No agent runs, or it does not compete yet.
        case off
        /// Nothing tells what it did.
        case unknown
    }

    /// From the incident that made the holder unfit until a fit node has the addresses.
    package struct Outage: Hashable, Sendable {
        package var router: Int
        package var from: Duration
        /// nil = it lasts when the play ends.
        package var to: Duration?
        /// In which no node had the addresses.
        package var unheld: Duration
        /// In which a node had them that could not serve them.
        package var unfit: Duration
        package var cause: String

        package var length: Duration { self.unheld + self.unfit }
    }

    /// Several nodes that run had the addresses for longer than any handover takes.
    package struct Split: Hashable, Sendable {
        package var router: Int
        package var nodes: [Int]
        package var from: Duration
        /// nil = it lasts when the play ends.
        package var to: Duration?
    }

    package struct Event: Hashable, Sendable {
        package var at: Duration
        /// nil = the cluster as a whole.
        package var node: Int?
        package var router: Int?
        package var kind: Kind
        package var text: String
    }

    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// What the scenario says.
        case incident
        case health
        case priority
        case fault
        case transition
        case other
    }
}

extension Timeline {
    /// The longest outage of a router; nil = there was none.
    package func longestOutage(of router: Int) -> Outage? {
        self.outages.filter { $0.router == router }.max { left, right in
            (left.to == nil) == (right.to == nil) ? left.length < right.length : right.to == nil
        }
    }

    /// The routers whose longest outage is longer than `budget`, or does not end.
    package func routers(exceeding budget: Duration) -> [(router: Int, outage: Outage)] {
        self.routers.indices.compactMap { router in
            guard let outage = self.longestOutage(of: router), outage.to == nil || outage.length > budget else {
                return nil
            }
            return (router, outage)
        }
    }
}
