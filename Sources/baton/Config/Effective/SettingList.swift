import Checks
import Configuration

/// Gathers the settings of one block, each with its origin.
struct SettingList {
    private(set) var settings: [Setting] = []
    private let block: OriginBlock
    private let global: OriginBlock

    init(block: OriginBlock, global: OriginBlock) {
        self.block = block
        self.global = global
    }

    /// Adds a value.
    ///
    /// - Parameters:
    ///   - words: The words of the block that give it; of several that are written, the last one counts.
    ///   - fallback: The words of `global_defs` that give it where the block does not, the first one written.
    mutating func add(_ name: String, _ value: JSONValue, _ words: String..., fallback: String...) {
        let global = self.global
        let origin = self.block.location(of: words) ?? fallback.lazy.compactMap { global.location(of: [$0]) }.first
        self.settings.append(Setting(name: name, value: value, origin: origin))
    }

    /// Adds a value that stands where the block's name does.
    mutating func add(named name: String, _ value: JSONValue) {
        self.settings.append(Setting(name: name, value: value, origin: self.block.location))
    }

    /// Adds a list whose elements are lines of a block of their own.
    ///
    /// - Parameter entries: For each element, how its line may begin.
    mutating func add(_ name: String, _ elements: [JSONValue], in words: String..., entries: [[String]]) {
        let block = self.block
        let places = entries.map { spellings in
            spellings.lazy.compactMap { block.location(of: $0, in: words) }.first
        }
        self.settings.append(
            Setting(name: name, value: .array(elements), origin: self.block.location(of: words), places: places)
        )
    }

    /// Adds a setting that was made elsewhere.
    mutating func add(_ setting: Setting) {
        self.settings.append(setting)
    }
}
