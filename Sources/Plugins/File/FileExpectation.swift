import Checks

/// What a file check asks for.
struct FileExpectation: Sendable {
    var isAbsent: Bool
    var maxAge: Duration?
    var minAge: Duration?
    var minSize: Int?
    var maxSize: Int?
    var expected: [RegularExpression]
    var refused: [RegularExpression]
    var contentLimit: Int
    var score: FilePlugin.Score

    /// Bytes to read; 0 = the content is of no matter.
    var readLimit: Int {
        switch self.score {
        case .on, .keepalived: self.contentLimit
        case .off: self.expected.isEmpty && self.refused.isEmpty ? 0 : self.contentLimit
        }
    }

    init(_ definition: CheckDefinition) throws(CheckSetupError) {
        let options = definition.options
        self.isAbsent = options.boolean(FilePlugin.Option.absent) ?? false
        self.maxAge = options.duration(FilePlugin.Option.maxAge)
        self.minAge = options.duration(FilePlugin.Option.minAge)
        self.minSize = options.integer(FilePlugin.Option.minSize)
        self.maxSize = options.integer(FilePlugin.Option.maxSize)
        self.contentLimit = options.integer(FilePlugin.Option.contentLimit) ?? FilePlugin.defaultContentLimit
        self.score = options.string(FilePlugin.Option.score).flatMap(FilePlugin.Score.init(rawValue:)) ?? .off
        self.expected = try options.expressions(FilePlugin.Option.expectContent, of: definition)
        self.refused = try options.expressions(FilePlugin.Option.refuseContent, of: definition)
        try self.refuseContradictions(definition)
    }

    private func refuseContradictions(_ definition: CheckDefinition) throws(CheckSetupError) {
        let asksMore =
            self.maxAge != nil || self.minAge != nil || self.minSize != nil || self.maxSize != nil
            || self.readLimit > 0
        if self.isAbsent, asksMore {
            throw CheckSetupError(
                "check \(definition.name): absent on excludes the other options; a file that is not there has neither"
                    + " age, size, content nor score: remove them, or remove absent"
            )
        }
        if let least = self.minSize, let most = self.maxSize, least > most {
            throw CheckSetupError(
                "check \(definition.name): no file has at least \(least) and at most \(most) bytes: exchange them"
            )
        }
        if let least = self.minAge, let most = self.maxAge, least > most {
            throw CheckSetupError(
                "check \(definition.name): no file is at least \(least.readable) and at most \(most.readable) old"
            )
        }
    }
}

extension CheckOptions {
    /// The values of an option that are regular expressions, compiled.
    func expressions(_ name: String, of definition: CheckDefinition) throws(CheckSetupError) -> [RegularExpression] {
        var expressions: [RegularExpression] = []
        for value in self.all(name) {
            guard case .string(let pattern) = value else { continue }
            do throws(OptionError) {
                expressions.append(try RegularExpression(pattern))
            } catch {
                throw CheckSetupError("check \(definition.name): \(name): \(error.message)")
            }
        }
        return expressions
    }
}
