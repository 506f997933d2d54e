extension VirtualRouter {
    /// A state without its contents, for transitions, logs and operators.
    package enum StateName: String, Hashable, Sendable, CaseIterable {
        case initialize, backup, master, resigning, fault
    }
}
