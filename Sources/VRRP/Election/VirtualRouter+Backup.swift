extension VirtualRouter {
    /// What a backup waits for.
    package struct Backup: Hashable, Sendable {
        /// Master_Down_Timer.
        package var masterDown: Instant
        /// Master_Adver_Interval: in v3 learned from the master obeyed, otherwise our own.
        package var masterInterval: AdvertisementInterval
        package var prospect: Prospect
        /// Why it would be master if its sync group were; nil = it would not.
        package var cause: TransitionCause?

        /// When the backup becomes master unless something is heard before.
        var deadline: Instant {
            switch self.prospect {
            case .alone, .obeying, .succeeding, .preempting: self.masterDown
            case .deferring(_, let until): min(self.masterDown, until)
            }
        }
    }
}
