import Glibc

extension DiskReader {
    /// Asks the name services.
    package mutating func hasUser(_ name: String) -> Bool {
        var buffer = [CChar](repeating: 0, count: 16 * 1024)
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        return unsafe getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0 && found != nil
    }
}
