import Checks

/// What a word means: of a `check` block, a kind, an option of one or of several kinds, or a word beside the plugin's line; of a
/// `vrrp_instance`, baton's own and its guards.
enum KeywordPage {
    /// nil for any other word.
    static func text(of word: String) -> String? {
        if let plugin = BuiltinPlugins.description(of: word) { return PluginPage(plugin).text }
        var parts: [String] = []
        if let meaning = Self.instanceWords[word] { parts.append("\(word), in a vrrp_instance\n\(meaning)") }
        if let meaning = Self.words[word] { parts.append("\(word), in any check\n    \(meaning)") }
        if let meaning = Self.guards[word] { parts.append("\(word), a guard of a vrrp_instance\n    \(meaning)") }
        for plugin in BuiltinPlugins.descriptions {
            for option in plugin.options where option.name == word {
                parts.append("\(word), an option of \(plugin.kind)\n\(PluginPage.paragraph(option))")
            }
        }
        return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
    }

    /// The words every check knows, with their defaults.
    static let words: [String: String] = [
        "interval": "Seconds between the starts of two runs; runs of one check never overlap. Default: 1.",
        "fast_interval": "The same while rise or fall are being counted. Default: the interval.",
        "down_interval": "The same while the check is down and nothing changes. Default: the interval.",
        "jitter": "Each wait is up to so many percent longer or shorter, at most 50%. Default: 0%.",
        "start_offset": "Seconds from the start to the first run. Default: 0.",
        "timeout": "Seconds until a run has failed; its whole process group is killed. Default: the interval.",
        "rise": "Passes in a row that make the check up; the very first result acts at once. Default: 1.",
        "fall": "Failures in a row that make the check down; the very first result acts at once. Default: 1.",
        "window": "M/N: down as well when M of the last N results were failures, N at most 64. Default: none.",
        "weight": "-253 to 253, perhaps with reverse: a positive one is added while the check is up, a negative one "
            + "counts while it is down, and 0 is a fault while it is down. Default: 0.",
        "on_unknown": "fail: an unknown result counts as a failure; hold N: health stays for N seconds, then down; "
            + "ignore: it contributes nothing. Default: fail.",
        "tracked_by": "Instances it concerns, or all; a track_script block in an instance does the same. Default: "
            + "nobody.",
        "requires": "Names of checks that must be up for this one to run. Default: nothing.",
        "mode": "enforce: its health counts; observe: it runs and counts for nothing; disabled: it does not run. "
            + "Default: enforce.",
        "scope": "local: something of this node; shared: something all nodes share. Default: local.",
        "user": "User and group of a child process. Default: script_user.",
        "init": "pass or fail: the health before the first result, left after all of fall or rise; unknown: the first "
            + "result acts at once. Default: unknown.",
        "init_fail": "keepalived's word for init fail.",
        "summary": "What it is for, in a line. Default: none.",
    ]
}
