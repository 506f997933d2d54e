/// Why a line is none of a journal.
package struct JournalError: Error, Hashable, Sendable {
    package var message: String
}

extension JournalError: CustomStringConvertible {
    package var description: String { self.message }
}
