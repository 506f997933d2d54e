import Checks
import Configuration

extension EffectiveBlock {
    /// What is set for as long as the agent runs, whoever is master: as keepalived's dump shows the lines.
    init(statics: [NetworkItem], origins: Origins) {
        let words: [(String, (NetworkItem.Kind) -> Bool)] = [
            ("static_ipaddress", { if case .address = $0 { true } else { false } }),
            ("static_routes", { if case .route = $0 { true } else { false } }),
            ("static_rules", { if case .rule = $0 { true } else { false } }),
        ]
        let settings = words.map { word, isMeant in
            let items = statics.filter { isMeant($0.kind) }
            return Setting(
                name: word,
                value: JSONValue(items.map(\.keepalivedText)),
                origin: origins.block(word).location,
                places: items.map(\.location)
            )
        }
        self.init(
            keyword: "static",
            name: "",
            location: settings.lazy.compactMap(\.origin).first,
            settings: settings
        )
    }

    /// A `track_group`: the instances that cannot do without the static items that name it.
    init(trackGroup name: String, members: [String], block: OriginBlock) {
        var list = SettingList(block: block, global: OriginBlock.none)
        list.add(named: "name", .string(name))
        list.add("group", members.map(JSONValue.string), in: "group", entries: members.map { [$0] })
        self.init(keyword: "track_group", name: name, location: block.location, settings: list.settings)
    }

    /// A `garp_group`. Every line of it has the place of its block, for the block has no name to find it by.
    init(_ group: AnnouncementGroup) {
        func setting(_ name: String, _ value: JSONValue) -> Setting {
            Setting(name: name, value: value, origin: value == .null ? nil : group.location)
        }
        self.init(
            keyword: "garp_group",
            name: "",
            location: group.location,
            settings: [
                setting("garp_interval", JSONValue(group.gratuitousARPInterval)),
                setting("gna_interval", JSONValue(group.neighborAdvertisementInterval)),
                setting("interfaces", JSONValue(group.interfaces)),
            ]
        )
    }
}
