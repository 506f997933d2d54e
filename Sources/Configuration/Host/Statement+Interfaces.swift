extension Statement {
    /// The words that stand where the name of an interface does.
    var interfaceWords: [Word] {
        switch self.keyword.text {
        case "track_interface", "linkbeat_interfaces", "interface_up_down_delays":
            return (self.block ?? []).map(\.keyword)
        case "interface", "default_interface", "vrf", "use_vmac", "use_ipvlan":
            return self.arguments
        default:
            let words = self.words
            let named = zip(words, words.dropFirst()).filter { ["dev", "vrf"].contains($0.0.text) }.map(\.1)
            return named + (self.block ?? []).flatMap(\.interfaceWords)
        }
    }
}
