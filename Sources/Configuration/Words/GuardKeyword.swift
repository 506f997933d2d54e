/// The words of `vrrp_instance` that keep addresses from moving where that does not help; all are baton's own.
enum GuardKeyword: String, CaseIterable {
    case allUnhealthy = "all_unhealthy"
    case blastRadius = "blast_radius_guard"
}
