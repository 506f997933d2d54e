/// Why bytes are no message.
public enum WireError: Error, Hashable, Sendable {
    case truncated
    case malformed
    case trailing
}
