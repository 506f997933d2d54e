/// The words of a `move_damping` block.
enum MoveDampingKeyword: String, CaseIterable {
    case halfLife = "half_life"
    case suppress
    case reuse
    case maximum = "max"
}
