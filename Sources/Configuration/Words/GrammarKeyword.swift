/// Words of `global_defs` that say how the lines below them are read.
enum GrammarKeyword: String, CaseIterable {
    case includeCheck = "include_check"
    case randomSeed = "random_seed"
}
