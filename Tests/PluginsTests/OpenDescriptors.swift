import Glibc

/// The descriptors of this process.
enum OpenDescriptors {
    static func count() throws -> Int {
        try self.targets().count
    }

    /// Those of processes and pipes: what running programs costs, whatever sockets other suites hold meanwhile.
    static func countOfChildren() throws -> Int {
        try self.targets().count { $0.hasPrefix("pipe:") || $0 == "anon_inode:[pidfd]" }
    }

    private static func targets() throws -> [String] {
        guard let directory = opendir("/proc/self/fd") else { throw TemporaryDirectory.Failure(number: errno) }
        defer { closedir(directory) }
        var targets: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { $0.prefix { $0 != 0 }.map { $0 } }
            var target = [UInt8](repeating: 0, count: 256)
            let count = readlinkat(dirfd(directory), String(decoding: name, as: UTF8.self), &target, target.count)
            // `.` and `..` are no links; the descriptor of this folder is not counted.
            guard count > 0, Int32(String(decoding: name, as: UTF8.self)) != dirfd(directory) else { continue }
            targets.append(String(decoding: target.prefix(count), as: UTF8.self))
        }
        return targets
    }
}
