/// Something of a process that must be read from a file of its own.
enum ProcessFact<Value: Hashable & Sendable>: Hashable, Sendable {
    case known(Value)
    /// The process is there, and this one may not look.
    case denied
    /// The process has ended.
    case gone
}
