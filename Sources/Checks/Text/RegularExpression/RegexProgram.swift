/// A regular expression as instructions for a machine that is in several places at once (Thompson's construction).
struct RegexProgram: Sendable {
    private enum Instruction: Sendable {
        /// Takes one of these bytes and goes on.
        case take(ByteSet)
        case assert(RegexAssertion)
        /// Goes on in both places.
        case split(Int, Int)
        case jump(Int)
        case match
    }

    /// Counts multiply: `(x{50}){50}` has 2,500 instructions.
    static let limit = 4000
    /// Steps between two looks at whether the task is cancelled.
    private static let patience = 65_536

    /// Where a match can begin.
    private enum Beginning: Sendable {
        case anywhere
        case atLines
        case with(ByteSet)
    }

    private var instructions: [Instruction] = []
    private var beginning = Beginning.anywhere

    init(_ node: RegexNode) throws(RegexError) {
        try self.append(node)
        self.instructions.append(.match)
        self.beginning = self.findBeginning()
    }

    private func findBeginning() -> Beginning {
        if case .assert(.lineStart) = self.instructions[0] { return .atLines }
        var set = ByteSet()
        var seen: Set<Int> = []
        var pending = [0]
        while let place = pending.popLast() {
            guard seen.insert(place).inserted else { continue }
            switch self.instructions[place] {
            case .take(let bytes): set.formUnion(bytes)
            case .split(let first, let second): pending += [first, second]
            case .jump(let target): pending.append(target)
            case .assert, .match: return .anywhere
            }
        }
        return .with(set)
    }

    /// The first place from here on where a match can begin; nil if there is none.
    private func nextBeginning(in text: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        switch self.beginning {
        case .anywhere:
            break
        case .atLines:
            while index > 0, index <= text.count, text[index - 1] != UInt8(ascii: "\n") { index += 1 }
        case .with(let set):
            while index < text.count, !set.contains(text[index]) { index += 1 }
            if index == text.count { return nil }
        }
        return index <= text.count ? index : nil
    }

    private mutating func append(_ instruction: Instruction) throws(RegexError) {
        guard self.instructions.count < Self.limit else {
            throw RegexError("it is too large: nested counts multiply, and \(Self.limit) steps are the limit")
        }
        self.instructions.append(instruction)
    }

    private mutating func append(_ node: RegexNode) throws(RegexError) {
        switch node {
        case .empty: break
        case .bytes(let set): try self.append(.take(set))
        case .assertion(let assertion): try self.append(.assert(assertion))
        case .sequence(let nodes): for node in nodes { try self.append(node) }
        case .alternatives(let nodes): try self.appendAlternatives(nodes[...])
        case .repeated(let node, let least, let most): try self.appendRepeated(node, least, most)
        }
    }

    private mutating func appendAlternatives(_ nodes: ArraySlice<RegexNode>) throws(RegexError) {
        var jumps: [Int] = []
        for node in nodes.dropLast() {
            let split = self.instructions.count
            try self.append(.split(split + 1, 0))
            try self.append(node)
            jumps.append(self.instructions.count)
            try self.append(.jump(0))
            self.instructions[split] = .split(split + 1, self.instructions.count)
        }
        if let last = nodes.last { try self.append(last) }
        for jump in jumps { self.instructions[jump] = .jump(self.instructions.count) }
    }

    private mutating func appendRepeated(_ node: RegexNode, _ least: Int, _ most: Int?) throws(RegexError) {
        // Nothing, however often it is repeated, is nothing; and it would never end to write it down.
        guard Self.canTake(node) else { return try self.append(least > 0 ? node : .empty) }
        for _ in 0..<least { try self.append(node) }
        guard let most else {
            let split = self.instructions.count
            try self.append(.split(split + 1, 0))
            try self.append(node)
            try self.append(.jump(split))
            self.instructions[split] = .split(split + 1, self.instructions.count)
            return
        }
        var splits: [Int] = []
        for _ in least..<most {
            splits.append(self.instructions.count)
            try self.append(.split(self.instructions.count + 1, 0))
            try self.append(node)
        }
        for split in splits { self.instructions[split] = .split(split + 1, self.instructions.count) }
    }

    /// Whether it can match a byte at all.
    private static func canTake(_ node: RegexNode) -> Bool {
        switch node {
        case .empty, .assertion: false
        case .bytes: true
        case .sequence(let nodes), .alternatives(let nodes): nodes.contains(where: Self.canTake)
        case .repeated(let node, _, let most): most != 0 && Self.canTake(node)
        }
    }

    /// Where the machine is, each place once.
    private struct Places {
        private(set) var list: [Int] = []
        /// When a place was entered last, in rounds.
        private var entered: [Int]
        private var round = 1

        init(count: Int) {
            self.entered = [Int](repeating: 0, count: count)
            self.list.reserveCapacity(count)
        }

        mutating func begin() {
            self.list.removeAll(keepingCapacity: true)
            self.round += 1
        }

        /// - Returns: false if the machine is there already.
        mutating func enter(_ place: Int) -> Bool {
            guard self.entered[place] != self.round else { return false }
            self.entered[place] = self.round
            return true
        }

        mutating func add(_ place: Int) {
            self.list.append(place)
        }
    }

    /// Whether some part of the text matches; nil when the task was cancelled before that was known.
    func matches(_ text: Span<UInt8>) -> Bool? {
        var now = Places(count: self.instructions.count)
        var then = Places(count: self.instructions.count)
        var pending: [Int] = []
        var steps = 0
        var index = 0
        while index <= text.count {
            if now.list.isEmpty {
                guard let next = self.nextBeginning(in: text, from: index) else { return false }
                // What was skipped was looked at, too.
                steps += (next - index) / 16
                index = next
                now.begin()
            }
            let before = index > 0 ? text[index - 1] : nil
            let behind = index < text.count ? text[index] : nil
            // A match may begin anywhere.
            if self.enter(0, in: &now, between: before, and: behind, &pending) { return true }
            guard let behind else { return false }
            then.begin()
            let next = index + 1 < text.count ? text[index + 1] : nil
            for place in now.list {
                if case .take(let set) = self.instructions[place], set.contains(behind),
                    self.enter(place + 1, in: &then, between: behind, and: next, &pending)
                {
                    return true
                }
            }
            steps += now.list.count + 1
            if steps >= Self.patience {
                steps = 0
                if Task.isCancelled { return nil }
            }
            swap(&now, &then)
            index += 1
        }
        return false
    }

    /// Goes to a place and to all that can be reached from it without a byte.
    ///
    /// - Returns: Whether the end is among them.
    private func enter(
        _ start: Int,
        in places: inout Places,
        between before: UInt8?,
        and behind: UInt8?,
        _ pending: inout [Int]
    ) -> Bool {
        pending.removeAll(keepingCapacity: true)
        pending.append(start)
        while let place = pending.popLast() {
            guard places.enter(place) else { continue }
            switch self.instructions[place] {
            case .take: places.add(place)
            case .assert(let assertion):
                if assertion.holds(between: before, and: behind) { pending.append(place + 1) }
            case .split(let first, let second):
                pending.append(second)
                pending.append(first)
            case .jump(let target): pending.append(target)
            case .match: return true
            }
        }
        return false
    }
}
