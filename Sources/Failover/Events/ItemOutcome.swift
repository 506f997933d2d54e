/// What became of an item that was to be set.
package struct ItemOutcome: Hashable, Sendable {
    package var item: PlacedItem
    package var result: Result

    package enum Result: Hashable, Sendable {
        case set
        /// It was there.
        case existed
        /// The text is the system's.
        case refused(String)
    }

    package init(_ item: PlacedItem, _ result: Result) {
        self.item = item
        self.result = result
    }
}
