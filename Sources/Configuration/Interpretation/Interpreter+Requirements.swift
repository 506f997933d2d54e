import Checks

extension Interpreter {
    /// What checks demand of one another: names that exist, and no circle.
    ///
    /// - Parameter namesAreComplete: False where files of checks are read alone: what they name may stand elsewhere.
    mutating func checkRequirements(namesAreComplete: Bool) {
        let modes = Dictionary(self.checks.map { ($0.name, $0.mode) }) { first, _ in first }
        for index in self.checks.indices {
            guard let references = self.references[self.checks[index].name] else { continue }
            for word in references.requires {
                self.checkReference(word, "requires", modes: modes, namesAreComplete: namesAreComplete)
            }
            for word in references.members {
                self.checkReference(word, self.checks[index].kind, modes: modes, namesAreComplete: namesAreComplete)
            }
            // A check that never runs is never up; to wait for it would be to wait for ever.
            self.checks[index].requires.removeAll { modes[$0] == .disabled }
        }
        self.reportCircles()
    }

    private mutating func checkReference(
        _ word: Word,
        _ keyword: String,
        modes: [String: CheckMode],
        namesAreComplete: Bool
    ) {
        switch modes[word.text] {
        case .enforce, .observe: break
        case .disabled:
            self.log.warning(
                word,
                keyword == "requires"
                    ? "check \(word.quoted) is disabled; it is not waited for"
                    : "check \(word.quoted) is disabled; nothing will be known of it",
                fix: "remove the name, or write mode observe there",
                category: .reference
            )
        case nil:
            guard namesAreComplete else { return }
            self.log.error(
                word,
                "\(keyword) names no check: \(word.quoted) is not defined anywhere",
                fix: self.log.nearest(word.text, in: self.checkNames.keys).map { "did you mean '\($0)'?" },
                category: .reference
            )
        }
    }

    /// Checks that wait for one another would wait for ever.
    private mutating func reportCircles() {
        var edges: [String: [Word]] = [:]
        for (name, references) in self.references {
            let words = (references.requires + references.members).filter { self.references[$0.text] != nil }
            if !words.isEmpty { edges[name] = words }
        }
        self.removeEnds(from: &edges)
        // In the order of definition, so that the same file gives the same messages.
        for name in self.checks.map(\.name) {
            while edges[name] != nil {
                self.reportCircle(from: name, in: &edges)
                self.removeEnds(from: &edges)
            }
        }
    }

    /// Takes out whatever leads into no circle; what is left has an edge to something that is left.
    private func removeEnds(from edges: inout [String: [Word]]) {
        var dependants: [String: [String]] = [:]
        var open: [String: Int] = [:]
        var ends: [String] = []
        for (name, words) in edges {
            let targets = Set(words.map(\.text)).filter { edges[$0] != nil }
            open[name] = targets.count
            if targets.isEmpty { ends.append(name) }
            for target in targets {
                dependants[target, default: []].append(name)
            }
        }
        while let end = ends.popLast() {
            edges[end] = nil
            for name in dependants[end] ?? [] {
                let left = (open[name] ?? 0) - 1
                open[name] = left
                if left == 0 { ends.append(name) }
            }
        }
    }

    /// Follows the first way from `start` until it meets itself, and takes that circle apart.
    private mutating func reportCircle(from start: String, in edges: inout [String: [Word]]) {
        var path: [String] = []
        var positions: [String: Int] = [:]
        var words: [Word] = []
        var name = start
        while positions[name] == nil {
            guard let word = edges[name]?.first(where: { edges[$0.text] != nil }) else { return }
            positions[name] = path.count
            path.append(name)
            words.append(word)
            name = word.text
        }
        let first = positions[name] ?? 0
        let circle = path[first...] + [name]
        // The word that closes it where it is read in the order of definition.
        let closing = words[words.count - 1]
        let shown = circle.count <= 12 ? Array(circle) : circle.prefix(6) + ["…"] + circle.suffix(5)
        self.log.error(
            closing,
            "check \(Word.quoted(name)) waits for itself: \(shown.joined(separator: " → "))",
            fix: "take one of these names out",
            category: .reference
        )
        for name in path[first...] {
            edges[name] = nil
        }
    }

    /// While a required check is down, the one that requires it counts for nothing: where it alone would have moved
    /// an instance, that instance now stays.
    mutating func warnOfWeakRequirements(_ instances: [InstanceConfiguration]) {
        let observed = Set(self.checks.filter { $0.mode == .observe }.map(\.name))
        let waiting = Dictionary(
            self.checks.map { check in (check.name, check.requires.filter { self.checkNames[$0] != nil }) }
        ) { first, _ in first }
        var said: Set<String> = []
        for instance in instances {
            let tracked = Dictionary(instance.trackedChecks.map { ($0.name, $0.weight) }) { first, _ in first }
            for check in instance.trackedChecks where !observed.contains(check.name) {
                let lost = Self.loss(through: check.weight, isBlocked: true)
                guard lost > 0 else { continue }
                let awaited = waiting[check.name] ?? []
                for word in self.references[check.name]?.requires ?? [] where awaited.contains(word.text) {
                    let weight = observed.contains(word.text) ? nil : tracked[word.text]
                    let covered = weight.map { Self.loss(through: $0, isBlocked: false) } ?? 0
                    guard covered < lost, said.insert("\(check.name)\n\(word.text)").inserted else { continue }
                    let weaker = weight == nil ? "which it does not track" : "which weighs less there"
                    self.log.warning(
                        word,
                        "in instance \(Word.quoted(instance.name)) check \(Word.quoted(check.name)) requires "
                            + "\(word.quoted), \(weaker): while \(word.quoted) is down, "
                            + "\(Word.quoted(check.name)) is blocked and counts for nothing",
                        fix: "track \(word.quoted) there with at least the same weight",
                        category: .reference
                    )
                }
            }
        }
    }

    /// What an instance loses while a check is down, and does not lose while it is blocked; or simply what it loses.
    private static func loss(through weight: CheckWeight, isBlocked: Bool) -> Int {
        guard !weight.reverse else { return 0 }
        if weight.value == 0 { return .max }
        // A positive weight is missing in both cases.
        return weight.value < 0 ? -weight.value : isBlocked ? 0 : weight.value
    }
}
