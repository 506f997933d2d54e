import Checks

extension Interpreter {
    mutating func readGlobalHostWord(_ keyword: GlobalHostKeyword, _ statement: Statement) {
        switch keyword {
        case .virtualInterfacePrefix:
            if let prefix = self.interfacePrefix(statement) { self.global.virtualInterfacePrefix = prefix }
        case .addressInterfacePrefix:
            if let prefix = self.interfacePrefix(statement) { self.global.addressInterfacePrefix = prefix }
        case .filterTable:
            self.readFilterTable(statement)
        case .filterPriority:
            let range = Int(Int32.min)...Int(Int32.max)
            if let priority = self.integer(statement, in: range) { self.global.filter.priority = Int32(priority) }
        case .filterByIndex:
            if let isOn = self.flag(statement) { self.global.filter.matchesIndex = isOn }
        case .filterCounters:
            if let isOn = self.flag(statement) { self.global.filter.hasCounters = isOn }
        case .iptables, .ipsets:
            self.warnOfTables(statement.keyword)
        case .disableLocalIGMP:
            if let isOn = self.flag(statement) { self.global.disableLocalIGMP = isOn }
        }
    }

    /// Behind it come a dot and the identifier of a virtual router.
    private mutating func interfacePrefix(_ statement: Statement) -> String? {
        guard let word = self.value(of: statement, expected: "the beginning of interface names") else { return nil }
        guard word.text.utf8.count <= 11 else {
            self.log.error(
                word,
                "\(statement.keyword.text) \(word.quoted) is too long: expected at most 11 characters, "
                    + "as .VRID follows and interface names have 15"
            )
            return nil
        }
        return self.interfaceName(word)
    }

    private mutating func readFilterTable(_ statement: Statement) {
        self.warnOfExcess(statement, after: 1)
        guard let word = statement.arguments.first else { return }
        guard (1...31).contains(word.text.utf8.count), !word.text.utf8.contains(where: { ASCII.isBlank($0) || $0 == 0 })
        else {
            self.log.error(word, "nftables \(word.quoted) is no name of a table: expected 1 to 31 characters")
            return
        }
        self.global.filter.table = word.text
    }

    private mutating func warnOfTables(_ word: Word) {
        guard !self.hasWarnedOfTables else { return }
        self.hasWarnedOfTables = true
        self.log.warning(
            word,
            "\(word.quoted) has no effect: what no_accept needs is done with nftables, in a table of baton's own",
            fix: "remove vrrp_iptables and vrrp_ipsets",
            category: .unsupported
        )
    }
}
