import VRRP

/// The instances that compete for one virtual router, and who wins while everything is fine.
struct Contest {
    let router: SharedRouter
    /// The highest priority first; of equal ones in the order of the nodes.
    let ranking: [Standing]

    init(_ router: SharedRouter, _ standings: [Standing]) {
        self.router = router
        self.ranking = standings.enumerated().sorted {
            ($1.element.healthy, $0.offset) < ($0.element.healthy, $1.offset)
        }.map(\.element)
    }
}
