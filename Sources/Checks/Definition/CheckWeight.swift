/// What a check's health does to a priority, with keepalived's meaning of `weight N [reverse]`.
///
/// Positive: added while up. Negative: subtracted while down. Zero: an instance whose check is down is in fault.
/// `reverse` flips the sign of the contribution of a weight (up and a positive weight subtract, down and a negative
/// one add) and, for zero, makes *up* the fault.
public struct CheckWeight: Hashable, Sendable {
    /// −253…253; of a tracked file or process −254…254.
    public var value: Int
    public var reverse: Bool

    public init(value: Int, reverse: Bool = false) {
        self.value = value
        self.reverse = reverse
    }

    public static let fault = CheckWeight(value: 0)
}
