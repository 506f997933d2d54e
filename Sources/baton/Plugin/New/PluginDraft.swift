/// The files of a new plugin.
struct PluginDraft {
    struct File {
        /// Below the plugin's folder.
        var path: String
        var text: String
        var isExecutable = false
    }

    /// Lower-case letters, digits and `-`.
    let name: String
    /// Where the files go; absolute.
    let folder: String

    /// The name as one word of a configuration or of Swift.
    var kind: String { String(self.name.map { $0 == "-" ? "_" : $0 }) }

    /// The name of the type, as `QueueDepthCheck`.
    var type: String {
        self.name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + "Check"
    }

    /// The template with this plugin's names.
    ///
    /// - Parameter more: Other words to replace.
    func filled(_ template: String, _ more: [String: String] = [:]) -> String {
        let words = ["@NAME@": self.name, "@KIND@": self.kind, "@TYPE@": self.type, "@FOLDER@": self.folder]
        return words.merging(more) { $1 }.reduce(template) { text, word in
            text.split(separator: word.key, omittingEmptySubsequences: false).joined(separator: word.value)
        } + "\n"
    }

    /// nil = the name can be used.
    static func problem(with name: String) -> String? {
        let isName =
            (name.utf8.first.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } ?? false)
            && name.utf8.count <= 32 && name.utf8.last != UInt8(ascii: "-")
            && name.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
            }
        return isName ? nil : "expected at most 32 lower-case letters, digits and '-', a letter first"
    }
}
