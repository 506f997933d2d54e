import Glibc

/// The user some runs are, where this program may choose.
enum UnprivilegedUser {
    /// `nobody`; nil where this is no root, or the root of a user namespace that knows nobody else.
    static var identifier: uid_t? {
        guard geteuid() == 0, let map = TextFile.read("/proc/self/uid_map") else { return nil }
        let isMapped = map.split(separator: "\n").contains { line in
            let numbers = line.split(separator: " ").compactMap { UInt64($0) }
            guard numbers.count == 3 else { return false }
            return numbers[0] <= UInt64(self.nobody) && UInt64(self.nobody) - numbers[0] < numbers[2]
        }
        return isMapped ? self.nobody : nil
    }

    private static let nobody: uid_t = 65534
}
