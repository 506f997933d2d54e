extension CheckWeight {
    /// The contribution of a check with this weight, as keepalived has it. An unknown health contributes nothing.
    ///
    /// | weight        | up         | down       |
    /// |---------------|------------|------------|
    /// | 0             | nothing    | fault      |
    /// | 0 reverse     | fault      | nothing    |
    /// | +w            | +w         | nothing    |
    /// | −w            | nothing    | −w         |
    /// | +w reverse    | −w         | nothing    |
    /// | −w reverse    | nothing    | +w         |
    public func effect(of health: Health) -> WeightEffect {
        let signed = self.reverse ? -self.value : self.value
        switch health {
        case .unknown:
            return .none
        case .up:
            if self.value == 0 { return WeightEffect(fault: self.reverse) }
            return self.value > 0 ? WeightEffect(delta: signed) : .none
        case .down:
            if self.value == 0 { return WeightEffect(fault: !self.reverse) }
            return self.value < 0 ? WeightEffect(delta: signed) : .none
        }
    }
}
