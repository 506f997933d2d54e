/// What systemd says of a unit.
struct UnitState: Hashable, Sendable {
    /// `ActiveState`
    var active: String
    /// `SubState`
    var sub: String
    /// `LoadState`
    var load: String
}
