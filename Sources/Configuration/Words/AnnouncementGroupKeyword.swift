/// The words of a `garp_group` block.
enum AnnouncementGroupKeyword: String, CaseIterable {
    case gratuitousARPInterval = "garp_interval"
    case neighborAdvertisementInterval = "gna_interval"
    case interface
    case interfaces
}
