import Checks

/// A `check` block that is to be written.
struct DefinitionDraft: Sendable {
    struct Setting: Hashable, Sendable {
        var option: String
        var words: [String]

        /// As it stands in a file.
        var line: String { ([self.option] + self.words.map(OptionValue.word)).joined(separator: " ") }
    }

    var name: String
    var kind: String
    /// The words behind the kind.
    var arguments: [String]
    /// In the order in which they are to stand.
    var settings: [Setting] = []
    /// In seconds, as it would be written.
    var interval = "2"
    var timeout = "1"
    var rise = 2
    var fall = 2
    var weight = 0
    var mode: CheckMode = .enforce
    /// Paragraphs that stand above the block, without number signs.
    var comments: [String] = []

    /// `http http://127.0.0.1/`.
    var pluginLine: String { ([self.kind] + self.arguments.map(OptionValue.word)).joined(separator: " ") }

    /// Options of the plugin in the order they are to be written in, those that are set first among equals.
    func lines(of option: String) -> [String] {
        self.settings.filter { $0.option == option }.map(\.line)
    }
}
