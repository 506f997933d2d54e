package import Checks

/// A file that holds a key of `auth_hmac`, and where it is named.
package struct KeyFile: Hashable, Sendable {
    package var path: String
    package var location: SourceLocation

    package init(path: String, location: SourceLocation) {
        self.path = path
        self.location = location
    }
}
