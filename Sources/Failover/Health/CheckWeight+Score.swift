import Checks

extension CheckWeight {
    /// The contribution of a check that gives a graded answer, as keepalived's `track_file` has it: the weight times
    /// the score, at most 253; −254 and below is a fault. With weight 0 every score but 0 is a fault; `reverse` makes
    /// it the score 0, and otherwise flips the sign.
    ///
    /// A check that is not up contributes what one without a score does: its answer cannot be trusted.
    func effect(of health: Health, score: Int?) -> WeightEffect {
        guard let score, health == .up else { return self.effect(of: health) }
        if self.value == 0 { return WeightEffect(fault: (score != 0) != self.reverse) }
        let product = score * (self.reverse ? -self.value : self.value)
        return product <= -254 ? WeightEffect(delta: 0, fault: true) : WeightEffect(delta: min(product, 253))
    }
}
