/// Why a file of the configuration could not be read; the text is the system's.
package enum SourceError: Error, Hashable, Sendable {
    case notFound
    case isDirectory
    case isExecutable
    case unreadable(String)
}
