import Checks

/// What one block of a configuration amounts to.
struct EffectiveBlock: Hashable {
    /// As it opens the block in a file.
    let keyword: String
    /// Empty where the block has none.
    let name: String
    /// Where the block stands; nil where nothing of it is written.
    let location: SourceLocation?
    /// In the order a reader expects.
    let settings: [Setting]

    subscript(_ name: String) -> JSONValue? { self.settings.first { $0.name == name }?.value }

    func setting(_ name: String) -> Setting? { self.settings.first { $0.name == name } }
}
