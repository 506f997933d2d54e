import Checks

/// The variables a child finds.
enum ChildEnvironment: Hashable, Sendable {
    /// The checker's own, without those that change what a script's own commands do: as keepalived's scripts find it.
    case inherited
    /// These and no others.
    case exactly([String: String])

    /// Where programs are looked for, by the checker and by what it runs.
    static let searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    static let unwanted = ["IFS", "LD_PRELOAD", "LD_LIBRARY_PATH"]

    /// What a native check's program finds: a search path, a language, and what the definition adds.
    static func clean(adding variables: [String: String]) -> Self {
        .exactly(["PATH": Self.searchPath, "LANG": "C"].merging(variables) { $1 })
    }

    /// With more variables; nothing is added to an inherited environment.
    func adding(_ variables: [String: String]) -> Self {
        switch self {
        case .inherited: self
        case .exactly(let own): .exactly(own.merging(variables) { own, _ in own })
        }
    }

    /// nil = as the checker's.
    var searchPath: String? {
        switch self {
        case .inherited: nil
        case .exactly(let variables): variables["PATH"] ?? Self.searchPath
        }
    }
}
