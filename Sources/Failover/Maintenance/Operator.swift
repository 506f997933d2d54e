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

    /// - Parameter name: As it was said. Nothing that a terminal would obey remains of it; one that is too long is none.
    init(saying name: String?, userID: UInt32) {
        let name = name.map { String(String.UnicodeScalarView($0.unicodeScalars.filter(OperatorOrder.isPrintable))) }
        self.init(name: name.flatMap { $0.isEmpty || $0.utf8.count > Self.nameLimit ? nil : $0 }, userID: userID)
    }

    /// `alice (uid 1000)`, or `uid 1000`.
    package var description: String { self.name.map { "\($0) (uid \(self.userID))" } ?? "uid \(self.userID)" }

    /// Bytes of a name.
    package static let nameLimit = 64
}
