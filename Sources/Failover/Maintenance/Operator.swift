/// Whoever has given an order over the control socket.
package struct Operator: Hashable, Sendable, CustomStringConvertible {
    /// As the command that gave the order says; for people.
    package var name: String?
    /// As the kernel says of the other end of the socket; this one counts.
    package var userID: UInt32

    package init(name: String? = nil, userID: UInt32) {
        self.name = name
        self.userID = userID
    }

    /// `alice (uid 1000)`, or `uid 1000`.
    package var description: String { self.name.map { "\($0) (uid \(self.userID))" } ?? "uid \(self.userID)" }

    /// Bytes of a name.
    package static let nameLimit = 64
}
