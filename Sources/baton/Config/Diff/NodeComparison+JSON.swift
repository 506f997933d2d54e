import Checks

extension NodeComparison {
    /// The document of `baton config diff --format json`.
    var document: JSONValue {
        .object([
            "agrees": .boolean(self.agrees),
            "instances": .array(self.instances.map(\.document)),
            "checks": .array(self.checks.map(\.document)),
        ])
    }
}

extension NodePair {
    fileprivate var document: JSONValue {
        .object([
            "a": JSONValue(self.left?.name),
            "b": JSONValue(self.right?.name),
            "vrid": (self.left ?? self.right)?["vrid"] ?? .null,
            "differences": .array(self.differences.map(\.document)),
        ])
    }
}

extension Difference {
    fileprivate var document: JSONValue {
        .object([
            "level": .string(self.level.rawValue),
            "field": .string(self.field),
            "a": self.left?.value ?? .null,
            "b": self.right?.value ?? .null,
            "a_origin": self.left.map { .origin($0.origin) } ?? .null,
            "b_origin": self.right.map { .origin($0.origin) } ?? .null,
            "consequence": .string(self.consequence),
        ])
    }
}
