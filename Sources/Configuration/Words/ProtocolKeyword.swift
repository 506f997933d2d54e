/// The words about advertisements that stand in `vrrp_instance`, and in `global_defs` for all instances.
enum ProtocolKeyword: String, CaseIterable {
    case lowerPriorityNoAdvertisement = "lower_prio_no_advert"
    case higherPrioritySendAdvertisement = "higher_prio_send_advert"
    case ownerIgnoresAdvertisements = "owner_ignore_adverts"
    case checkUnicastSource = "check_unicast_src"
    case skipCheckAddresses = "skip_check_adv_addr"
    case strict = "strict_mode"
    case messageOnlyChecksum = "v3_checksum_as_v2"

    /// As `global_defs` spells it.
    var globalSpelling: String {
        switch self {
        case .strict: "vrrp_strict"
        case .messageOnlyChecksum: self.rawValue
        case .lowerPriorityNoAdvertisement, .higherPrioritySendAdvertisement, .ownerIgnoresAdvertisements,
            .checkUnicastSource, .skipCheckAddresses:
            "vrrp_" + self.rawValue
        }
    }

    init?(globalSpelling: String) {
        guard let keyword = Self.allCases.first(where: { $0.globalSpelling == globalSpelling }) else { return nil }
        self = keyword
    }
}
