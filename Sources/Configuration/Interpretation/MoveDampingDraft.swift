/// What a `move_damping` statement gives; nil = not given.
struct MoveDampingDraft {
    let word: Word
    var halfLife: Duration?
    /// Thousandths of a move, as is ``reuse``.
    var suppress: Int?
    var reuse: Int?
    var reuseWord: Word?
    var maximum: Duration?
}
