/// A program that listens, with all it listens on.
struct Service: Hashable, Sendable {
    /// As a `process` check names it; nil where the owner of the sockets may not be seen.
    var program: String?
    /// The program's file.
    var executable: String?
    /// `nginx.service`
    var unit: String?
    /// Sorted by port.
    var sockets: [ListeningSocket]
}
