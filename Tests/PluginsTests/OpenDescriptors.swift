import Glibc

/// The descriptors of this process.
enum OpenDescriptors {
    static func count() throws -> Int {
        guard let directory = opendir("/proc/self/fd") else { throw TemporaryDirectory.Failure(number: errno) }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        // Itself, `.` and `..`.
        return count - 3
    }
}
