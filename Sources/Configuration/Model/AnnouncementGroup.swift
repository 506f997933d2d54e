package import Checks

/// One `garp_group`: interfaces behind one switch, which is not to be flooded with announcements.
///
/// What `global_defs` says of pauses does not concern these interfaces.
package struct AnnouncementGroup: Hashable, Sendable {
    package var location: SourceLocation
    /// In the order of the configuration; none stands in two groups.
    package var interfaces: [String] = []
    /// Between two gratuitous ARP frames, whichever of the interfaces they leave on; nil = no pause.
    package var gratuitousARPInterval: Duration?
    /// Between two unsolicited neighbour advertisements; nil = no pause.
    package var neighborAdvertisementInterval: Duration?

    package init(location: SourceLocation) {
        self.location = location
    }
}
