/// What happens to a cluster, and when.
package struct Scenario: Hashable, Sendable {
    package struct Step: Hashable, Sendable {
        /// After the moment at which the cluster has settled.
        package var at: Duration
        package var incident: Incident

        package init(at: Duration, _ incident: Incident) {
            self.at = at
            self.incident = incident
        }
    }

    /// What is otherwise than everything well when it begins: the cluster settles with it.
    package var beginning: [Incident] = []
    /// In any order; of those of one moment the first one comes first.
    package var steps: [Step]
    /// How long to play; nil = until nothing changes any more.
    package var duration: Duration?

    package init(_ steps: [Step] = [], duration: Duration? = nil) {
        self.steps = steps
        self.duration = duration
    }
}
