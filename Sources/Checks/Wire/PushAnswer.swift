/// What the checker answers to a ``PushRequest``: `{"ok":true}` or `{"error":"…"}` on one line.
public enum PushAnswer: Hashable, Sendable {
    /// The check has heard it.
    case accepted
    /// Nothing was changed, and why: what was expected, and the fix.
    case refused(String)

    /// Bytes of an answer with its line feed; more is none.
    public static let lineLimit = 4096

    /// The answer as it is sent, with its line feed.
    public var line: [UInt8] {
        let document: JSONValue =
            switch self {
            case .accepted: .object(["ok": .boolean(true)])
            case .refused(let reason): .object(["error": .string(OutcomeSanitizer.line(reason, limit: 1024))])
            }
        return Array((document.text + "\n").utf8)
    }

    /// Reads a line without its line feed; nil for anything that is no answer.
    public init?(parsing line: some Collection<UInt8>) {
        guard line.count < Self.lineLimit, let document = try? JSONValue(parsing: line) else { return nil }
        if let reason = document["error"]?.string {
            self = .refused(reason)
        } else if document["ok"] == .boolean(true) {
            self = .accepted
        } else {
            return nil
        }
    }
}
