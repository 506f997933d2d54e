package import Checks

/// Why a value cannot be written where it stands.
package struct EditFailure: Error, Hashable, Sendable {
    package var location: SourceLocation?
    package var message: String
    package var fix: String

    package init(location: SourceLocation?, message: String, fix: String) {
        self.location = location
        self.message = message
        self.fix = fix
    }
}
