import Configuration

extension Instance {
    /// An address, the interface below where it stands on one of the instance's own, and whether it is set.
    func dumpText(of address: VirtualAddress) -> String {
        let own = self.configuration.virtualInterfaces.first { $0.name == address.device }
        let text = own.map { address.keepalivedText(on: "\($0.name)@\($0.link)") } ?? address.keepalivedText
        let isSet = self.held.contains { $0.address == address.address && $0.prefixLength == address.prefixLength }
        guard isSet else { return text }
        return self.configuration.acceptsTraffic ? text + " set" : text + " set nftable_set"
    }

    var dumpRoutes: [String] {
        self.configuration.items.filter { if case .route = $0.kind { true } else { false } }.map(\.keepalivedText)
    }

    var dumpRules: [String] {
        self.configuration.items.filter { if case .rule = $0.kind { true } else { false } }.map(\.keepalivedText)
    }

    /// Where its advertisements are at home.
    var dumpInterface: String { self.configuration.virtualInterface?.name ?? self.configuration.interface }
}
