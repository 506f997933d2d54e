/// What one check contributes to one instance.
public struct WeightEffect: Hashable, Sendable {
    /// Added to the base priority.
    public var delta: Int
    /// Whether the instance must not be master.
    public var fault: Bool

    public init(delta: Int = 0, fault: Bool = false) {
        self.delta = delta
        self.fault = fault
    }

    public static let none = WeightEffect()
}
