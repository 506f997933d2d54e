extension VirtualRouter {
    /// Where a virtual router stands. Each state carries what is valid in it and nothing else.
    package enum State: Hashable, Sendable {
        /// Not started, or stopped.
        ///
        /// → `backup` or `master` by `start`, `resumeBackup`, `resumeMaster`; `fault` by `fail`.
        case initialize
        /// Another router is master, or nobody has been heard yet.
        ///
        /// → `master` when the deadline passes; `fault` by `fail`; `initialize` by `resign` and `abandon`.
        case backup(Backup)
        /// Holds the addresses and advertises.
        ///
        /// → `backup` when a better master is heard; `resigning` by `resign` and `offer`; `fault` by `fail`;
        /// `initialize` by `abandon`.
        case master(Master)
        /// Has said that it leaves, and holds the addresses until a successor does.
        ///
        /// → `initialize` when the deadline passes, or by `abandon`; `fault` by `fail`; `master` again if it was an offer
        /// that nobody took.
        case resigning(Resigning)
        /// Unfit: holds nothing, sends nothing, listens to nothing.
        ///
        /// → `backup` or `master` by `recover` and `start`; `initialize` by `resign` and `abandon`.
        case fault

        package var name: StateName {
            switch self {
            case .initialize: .initialize
            case .backup: .backup
            case .master: .master
            case .resigning: .resigning
            case .fault: .fault
            }
        }
    }
}
