import Glibc

/// Why a fixture cannot be had; the test then says nothing of the check.
struct FixtureError: Error, Hashable {
    var message: String

    init(_ message: String) {
        self.message = message
    }

    /// With the system's words for `errno`.
    init(_ message: String, errno number: Int32) {
        self.message = "\(message): \(unsafe String(cString: strerror(number)))"
    }
}
