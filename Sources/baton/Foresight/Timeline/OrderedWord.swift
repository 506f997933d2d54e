import Synchronization

/// The value of an option, with its place among all such values of the command line.
struct OrderedWord: Hashable, Sendable {
    let place: Int
    let text: String

    /// Values are read in the order in which they are written.
    private static let places = Atomic<Int>(0)

    init(_ text: String) {
        self.place = Self.places.add(1, ordering: .relaxed).newValue
        self.text = text
    }
}
