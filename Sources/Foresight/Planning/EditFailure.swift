package import Checks

/// Why a value cannot be written where it stands.
package struct EditFailure: Error, Hashable, Sendable {
    package var location: SourceLocation?
    package var message: String
    package var fix: String
}
