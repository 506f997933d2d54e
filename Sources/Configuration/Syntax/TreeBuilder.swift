/// Joins lines into statements and blocks; knows no keyword but `check` and `test`, whose lines are quoted in
/// their own way.
///
/// Total: unbalanced braces and unclosed quotes are errors, and nesting beyond ``depthLimit`` is skipped whole.
struct TreeBuilder {
    /// Options of checks whose values must not be shown.
    private let secretOptions: Set<String>
    private var open: [Block] = [Block(header: nil)]
    private var words: [Word] = []
    private var isInsideCheck = false
    private var isInsideSecret = false
    /// Blocks open inside one that nests too deep.
    private var skippedDepth = 0
    /// Whether a `{` may still belong to the last finished statement.
    private var mayContinue = false
    /// Statements of `global_defs` that concern the lines below them.
    private var directives: [(keyword: GrammarKeyword, statement: Statement)] = []

    static let depthLimit = 16

    private struct Block {
        let header: [Word]?
        let isSecret: Bool
        var statements: [Statement] = []

        init(header: [Word]?) {
            self.header = header
            self.isSecret = header?.first.map { SecretLines.isSecret(block: $0.text) } ?? false
        }
    }

    init(secretOptions: Set<String> = []) {
        self.secretOptions = secretOptions
    }

    /// Reads `path` and everything it includes.
    static func tree(
        of path: String,
        secretOptions: Set<String> = [],
        reader: inout some SourceReader,
        log: inout DiagnosticLog
    ) throws(SourceError) -> [Statement] {
        var feeder = try LineFeeder(path: path, reader: &reader)
        var builder = TreeBuilder(secretOptions: secretOptions)
        while true {
            feeder.isAtRoot = builder.open.count == 1 && builder.skippedDepth == 0
            guard let line = feeder.next(insideCheck: builder.isInsideCheck, reader: &reader, log: &log) else { break }
            builder.add(line, log: &log)
            for directive in builder.directives {
                feeder.obey(directive.keyword, directive.statement, log: &log)
            }
            builder.directives = []
        }
        return builder.finished(log: &log)
    }

    /// To be called where a block begins or ends; what it finds is asked for with every word.
    private mutating func lookAround() {
        let outermost = self.open.count > 1 ? self.open[1].header?.first?.text : nil
        self.isInsideCheck = outermost == "check" || outermost == "test"
        self.isInsideSecret = self.open.contains(where: \.isSecret)
    }

    /// Whether the word names such an option; one that is only spelt like it, as a value, conceals its line as well.
    private func isSecretOption(_ word: Word) -> Bool {
        !self.secretOptions.isEmpty && self.isInsideCheck && self.secretOptions.contains(word.text)
    }

    private mutating func add(_ line: LogicalLine, log: inout DiagnosticLog) {
        var lexer = Lexer(line)
        while let token = lexer.next() {
            switch token {
            case .word(let word):
                if self.isInsideSecret || self.isSecretOption(word) { log.conceal(line.source) }
                if self.skippedDepth == 0 { self.words.append(word) }
            case .openBrace(let brace):
                self.openBlock(brace, log: &log)
            case .closeBrace(let brace):
                self.closeBlock(brace, log: &log)
            }
        }
        if let quote = lexer.unclosedQuote {
            log.error(quote, "this quote is never closed", fix: "end it on the same line", category: .syntax)
        }
        self.finishStatement()
    }

    private mutating func finishStatement() {
        guard let keyword = self.words.first else { return }
        let statement = Statement(keyword: keyword, arguments: Array(self.words.dropFirst()))
        self.append(statement)
        if self.open.count == 2, self.open[1].header?.first?.text == RootKeyword.globalDefinitions.rawValue,
            let keyword = GrammarKeyword(rawValue: keyword.text)
        {
            self.directives.append((keyword, statement))
        }
        self.words.removeAll(keepingCapacity: true)
        self.mayContinue = true
    }

    private mutating func append(_ statement: Statement) {
        self.open[self.open.count - 1].statements.append(statement)
    }

    private mutating func openBlock(_ brace: Word, log: inout DiagnosticLog) {
        guard self.skippedDepth == 0 else {
            self.skippedDepth += 1
            return
        }
        guard self.open.count <= TreeBuilder.depthLimit else {
            log.error(brace, "blocks are nested more than \(TreeBuilder.depthLimit) deep", category: .syntax)
            self.words = []
            self.skippedDepth = 1
            return
        }
        var header = self.words
        self.words = []
        if header.isEmpty, self.mayContinue, let last = self.open[self.open.count - 1].statements.popLast() {
            header = last.words
        }
        if header.isEmpty {
            log.error(
                brace,
                "this '{' belongs to no keyword; its block is skipped",
                fix: "write the keyword before it, on this line or the one above",
                category: .syntax
            )
            self.open.append(Block(header: nil))
        } else {
            self.open.append(Block(header: header))
        }
        self.lookAround()
        self.mayContinue = false
    }

    private mutating func closeBlock(_ brace: Word, log: inout DiagnosticLog) {
        guard self.skippedDepth == 0 else {
            self.skippedDepth -= 1
            return
        }
        self.finishStatement()
        self.mayContinue = false
        guard self.open.count > 1, let block = self.open.popLast() else {
            log.error(
                brace,
                "this '}' closes no block",
                fix: "remove it, or look for a block above that was closed too early",
                category: .syntax
            )
            return
        }
        self.lookAround()
        self.close(block)
    }

    private mutating func close(_ block: Block) {
        guard let header = block.header, let keyword = header.first else { return }
        self.append(Statement(keyword: keyword, arguments: Array(header.dropFirst()), block: block.statements))
    }

    private mutating func finished(log: inout DiagnosticLog) -> [Statement] {
        self.finishStatement()
        while self.open.count > 1, let block = self.open.popLast() {
            if let keyword = block.header?.first {
                log.error(
                    keyword,
                    "the block of \(keyword.quoted) is never closed",
                    fix: "add the missing '}'",
                    category: .syntax
                )
            }
            self.close(block)
        }
        return self.open.first?.statements ?? []
    }
}
