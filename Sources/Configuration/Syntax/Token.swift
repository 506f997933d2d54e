/// What the lexer finds on a line.
enum Token: Sendable {
    case word(Word)
    case openBrace(Word)
    case closeBrace(Word)
}
