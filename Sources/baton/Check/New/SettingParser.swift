import Checks

/// Reads `--set option=value` as the option's type has it.
struct SettingParser {
    /// Why it is no setting: what was expected, and the fix.
    struct Failure: Error, Hashable {
        let message: String
    }

    let plugin: PluginDescription

    func setting(_ text: String) throws(Failure) -> DefinitionDraft.Setting {
        guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
            throw Failure(message: "--set \(text): expected option=value, such as --set \(self.example)")
        }
        let (name, value) = (String(text[..<sign]), String(text[text.index(after: sign)...]))
        guard let option = self.plugin.options.first(where: { $0.name == name }) else {
            let names = self.plugin.options.map(\.name)
            let known = names.isEmpty ? "it has none" : "expected one of \(names.joined(separator: ", "))"
            throw Failure(message: "--set \(name): plugin \(self.plugin.kind) has no option of this name: \(known)")
        }
        let words = Self.words(of: value, for: option.type)
        do throws(OptionError) {
            _ = try OptionValue(parsing: words, as: option.type)
        } catch {
            throw Failure(message: "--set \(name): \(error.message)")
        }
        return DefinitionDraft.Setting(option: name, words: words)
    }

    private var example: String {
        self.plugin.options.first.map { "\($0.name)=\($0.type.example)" } ?? "option=value"
    }

    /// Types of several words take them separated by blanks, the last one with whatever blanks it has.
    private static func words(of value: String, for type: OptionType) -> [String] {
        switch type {
        case .integerRanges, .hexBytes: value.split(separator: " ").map(String.init)
        case .words(let range): self.split(value, into: range.upperBound)
        case .jsonCondition: self.split(value, into: 3)
        case .measurementThreshold: self.split(value, into: 5)
        case .exitMapping: self.split(value, into: 2)
        case .boolean: value.isEmpty ? [] : [value]
        case .string, .path, .integer, .duration, .choice, .url, .hostAndPort, .programName, .host, .numericAddress,
            .escapedText, .regularExpression, .interfaceName, .unitName:
            [value]
        }
    }

    private static func split(_ value: String, into count: Int) -> [String] {
        value.split(separator: " ", maxSplits: max(0, count - 1)).map(String.init)
    }
}
