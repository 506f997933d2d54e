package import Checks

/// Which checks a run by hand has to run, and in what order: each behind those it requires or judges.
package struct StandalonePlan: Sendable {
    package struct Step: Sendable {
        package var definition: CheckDefinition
        /// false = it runs only because another check looks at it.
        package var isAsked: Bool
    }

    package private(set) var steps: [Step] = []
    /// Names that a definition looks at and nobody defines, for a word to the operator.
    package private(set) var missing: [String] = []

    /// - Parameters:
    ///   - asked: In the order they were named; of a check that is named twice, the first counts.
    ///   - all: Every check that is defined, these among them.
    package init(asked: [CheckDefinition], among all: [CheckDefinition]) {
        let names = Set(asked.map(\.name))
        let known = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
        var visited: Set<String> = []
        for definition in asked {
            self.add(definition, asked: names, known: known, visited: &visited)
        }
    }

    /// Dependencies first. A cycle, which configuration refuses, ends where it began.
    private mutating func add(
        _ definition: CheckDefinition,
        asked: Set<String>,
        known: [String: CheckDefinition],
        visited: inout Set<String>
    ) {
        guard visited.insert(definition.name).inserted else { return }
        for name in definition.dependencies {
            if let dependency = known[name] {
                self.add(dependency, asked: asked, known: known, visited: &visited)
            } else if !self.missing.contains(name) {
                self.missing.append(name)
            }
        }
        self.steps.append(Step(definition: definition, isAsked: asked.contains(definition.name)))
    }
}

extension CheckDefinition {
    /// The checks it requires, and those it judges.
    package var dependencies: [String] {
        self.requires + (CompositePlugin.members(of: self.options, kind: self.kind) ?? [])
    }
}
