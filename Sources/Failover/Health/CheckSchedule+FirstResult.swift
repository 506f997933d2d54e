import Checks

extension CheckSchedule {
    /// How long after the start of the checker a first result may take.
    var firstResult: Duration { self.timeout + (self.startOffset ?? .zero) }
}
