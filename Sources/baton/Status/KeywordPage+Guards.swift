extension KeywordPage {
    /// The guards of a `vrrp_instance`, with their defaults.
    static let guards: [String: String] = [
        "all_unhealthy": "What becomes of the addresses when checks or tracked processes and files of weight 0 fail on "
            + "every node. drop: each node is in fault, and nobody has them, as with keepalived. best: a node whose "
            + "checks fail competes with priority 8 and less, below every healthy node, and the one with the fewest "
            + "failed checks has them. hold: a master whose checks fail offers them, and keeps them with priority 1 "
            + "until a healthy node takes over. Default: drop.",
        "blast_radius_guard": "Seconds for which a master withholds what checks of scope shared report, so that every "
            + "node notices what fails for all; then a failure counts, and one of weight 0 moves the addresses only to a "
            + "node for which the check passes. Without a number: the longest interval * fall + timeout of these checks, "
            + "three advertisements and the skew of priority 1. Default: off.",
    ]
}
