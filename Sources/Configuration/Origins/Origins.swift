/// Where the values of a configuration were written: a table beside the configuration, for those who show or compare
/// one. A word has its place by being written, whoever reads it; what an agent runs knows nothing of this.
package struct Origins: Hashable, Sendable {
    private struct Key: Hashable {
        let keyword: String
        let name: String
    }

    private var blocks: [Key: OriginBlock] = [:]
    /// Statements so far: of two words that mean one setting, the later one counts.
    private var count = 0

    package init() {}

    /// The block of a keyword of the root and a name; empty where there is none. Blocks that stand several times, such
    /// as `global_defs`, are one.
    package func block(_ keyword: String, _ name: String = "") -> OriginBlock {
        self.blocks[Key(keyword: keyword, name: name)] ?? OriginBlock()
    }

    mutating func record(_ statement: Statement) {
        let word = statement.arguments.first ?? statement.keyword
        let key = Key(keyword: statement.keyword.text, name: statement.arguments.first?.text ?? "")
        var block = self.blocks[key] ?? OriginBlock()
        block.location = block.location ?? word.location
        block.reserve((statement.block ?? []).count)
        for line in statement.block ?? [] {
            self.count += 1
            block.record(line, order: self.count)
        }
        self.blocks[key] = block
    }
}
