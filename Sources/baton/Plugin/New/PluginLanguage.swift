import ArgumentParser

/// What a new plugin is written in.
enum PluginLanguage: String, ExpressibleByArgument, CaseIterable {
    case sh
    case python
    case swift

    /// What is written without `--tier`.
    var usualTier: PluginTier {
        switch self {
        case .sh, .python: .exec
        case .swift: .swift
        }
    }

    /// Why there is no plugin of this tier in this language, and what there is; nil = there is.
    func reasonAgainst(_ tier: PluginTier) -> String? {
        switch (self, tier) {
        case (.sh, .exec), (.python, .exec), (.python, .stream), (.swift, .swift): nil
        case (.sh, .stream): "a shell cannot read JSON safely; use --lang python"
        case (.swift, .exec), (.swift, .stream):
            "a check in Swift is compiled into a checker of its own, which needs no protocol; use --tier swift"
        case (.sh, .swift), (.python, .swift): "--tier swift is for --lang swift; use --tier exec"
        }
    }
}

/// How a new plugin is asked.
enum PluginTier: String, ExpressibleByArgument, CaseIterable {
    /// Run for each answer.
    case exec
    /// Keeps running.
    case stream
    /// Compiled into the checker.
    case swift
}
