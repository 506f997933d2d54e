extension Statement {
    /// The words that stand where the name of an interface does.
    var interfaceWords: [Word] {
        var words: [Word] = []
        self.addInterfaceWords(to: &words)
        return words
    }

    private func addInterfaceWords(to words: inout [Word]) {
        switch self.keyword.text {
        case "track_interface", "linkbeat_interfaces", "interface_up_down_delays":
            words += (self.block ?? []).map(\.keyword)
        case "interface", "default_interface", "vrf", "use_vmac", "use_ipvlan":
            words += self.arguments
        default:
            var isNamed = Self.namesInterface(self.keyword)
            for word in self.arguments {
                if isNamed { words.append(word) }
                isNamed = Self.namesInterface(word)
            }
            for statement in self.block ?? [] { statement.addInterfaceWords(to: &words) }
        }
    }

    /// Whether the word behind this one is an interface.
    private static func namesInterface(_ word: Word) -> Bool { word.text == "dev" || word.text == "vrf" }
}
