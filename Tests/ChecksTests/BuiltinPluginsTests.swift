import Checks
import Testing

@Suite struct BuiltinPluginsTests {
    @Test func theKindsAreKnown() {
        let kinds = BuiltinPlugins.descriptions.map(\.kind)
        #expect(Set(kinds).count == kinds.count)
        #expect(Set(kinds).isSuperset(of: ["process", "http", "tcp", "shell", "exec", "push", "all_of"]))
        #expect(BuiltinPlugins.description(of: "tcp")?.argument.type == .hostAndPort)
        #expect(BuiltinPlugins.description(of: "telnet") == nil)
    }

    @Test(arguments: BuiltinPlugins.descriptions)
    func aDescriptionKeepsItsOwnWord(description: PluginDescription) throws {
        #expect(description.summary.hasSuffix("."))
        #expect(!description.examples.isEmpty)
        #expect(Set(description.options.map(\.name)).count == description.options.count)
        for option in description.options {
            #expect(!option.documentation.isEmpty)
            if let defaultValue = option.defaultValue {
                _ = try OptionValue(parsing: defaultValue.split(separator: " ").map(String.init), as: option.type)
            }
            if case .string = option.type { continue }
            var words = option.type.example.split(separator: " ").map(String.init)
            // An example of another type may name two: this or that.
            switch option.type {
            case .words, .jsonCondition, .measurementThreshold, .exitMapping: break
            default: words = Array(words.prefix(1))
            }
            _ = try OptionValue(parsing: words, as: option.type)
        }
    }

    @Test(arguments: BuiltinPlugins.descriptions)
    func examplesUseOptionsThatExist(description: PluginDescription) throws {
        for example in description.examples {
            let lines = example.split(separator: "\n").map { $0.drop { $0 == " " } }
            #expect(lines.first?.hasPrefix("check ") == true)
            #expect(lines.last == "}")
            let plugin = try #require(lines.firstIndex { $0.hasPrefix("\(description.kind) ") })
            guard lines[plugin].hasSuffix("{") else { continue }
            for line in lines[(plugin + 1)...].prefix(while: { $0 != "}" }) {
                let words = line.words
                let option = try #require(description.options.first { $0.name == words[0] })
                _ = try OptionValue(parsing: Array(words.dropFirst()), as: option.type)
            }
        }
    }
}

extension Substring {
    /// The words of a line; what stands in quotes is one.
    fileprivate var words: [String] {
        var words: [String] = []
        for (index, part) in self.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
            words += index.isMultiple(of: 2) ? part.split(separator: " ").map(String.init) : [String(part)]
        }
        return words
    }
}
