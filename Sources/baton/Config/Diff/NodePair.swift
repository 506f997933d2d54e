/// A block of one node and its counterpart on the other.
struct NodePair: Hashable {
    /// nil where only the other node has it.
    let left: EffectiveBlock?
    let right: EffectiveBlock?
    var differences: [Difference]

    /// Whether the nodes differ in what must match.
    var mustMatch: Bool {
        self.left == nil || self.right == nil || self.differences.contains { $0.level == .mustMatch }
    }
}
