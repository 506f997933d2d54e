import Checks

/// A check with what a test writes otherwise.
enum CheckOverlay {
    /// The words of `changes` in place of those of `original`: the argument and each option of the plugin, and each
    /// word beside it, replace what the check has under that name. nil after an error.
    static func merge(
        _ changes: Statement,
        into original: Statement,
        with interpreter: inout Interpreter
    ) -> Statement? {
        var block = original.block ?? []
        for change in changes.block ?? [] {
            guard let merged = self.apply(change, to: block, of: original, with: &interpreter) else { return nil }
            block = merged
        }
        return Statement(keyword: original.keyword, arguments: original.arguments, block: block)
    }

    private static func apply(
        _ change: Statement,
        to block: [Statement],
        of original: Statement,
        with interpreter: inout Interpreter
    ) -> [Statement]? {
        let keyword = change.keyword.text
        guard interpreter.plugin(keyword) != nil else {
            return self.replacing([change], in: block)
        }
        guard let index = block.firstIndex(where: { $0.keyword.text == keyword }) else {
            let kind = block.first { interpreter.plugin($0.keyword.text) != nil }?.keyword.text
            let name = original.arguments.first?.quoted ?? "''"
            interpreter.log.error(
                change.keyword,
                "check \(name) is no \(keyword) check" + (kind.map { ": it is of kind \($0)" } ?? ""),
                fix: kind.map { "write: \($0) …" }
            )
            return nil
        }
        var block = block
        let line = block[index]
        block[index] = Statement(
            keyword: change.keyword,
            arguments: change.arguments.isEmpty ? line.arguments : change.arguments,
            block: self.replacing(change.block ?? [], in: line.block ?? [])
        )
        return block
    }

    /// Every statement of a name that `changes` has makes way for all those of `changes`.
    private static func replacing(_ changes: [Statement], in block: [Statement]) -> [Statement] {
        let names = Set(changes.map(\.keyword.text))
        return block.filter { !names.contains($0.keyword.text) } + changes
    }
}
