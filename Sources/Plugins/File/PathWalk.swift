import Glibc

/// The entries of directories that decide what a path leads to: one for each of its parts, and for each part of every
/// symbolic link on the way.
struct PathWalk: Hashable, Sendable {
    struct Step: Hashable, Sendable {
        /// A directory, by a path without links.
        var directory: String
        var name: String
    }

    private(set) var steps: [Step] = []

    /// As many links as the kernel follows (path_resolution(7)).
    static let linkLimit = 40

    /// Follows `path` as far as it leads at this moment; may block as long as a file system does.
    init(_ path: String) {
        var directory = ""
        var rest = Self.parts(of: path)
        var links = 0
        while let name = rest.popLast() {
            if name == ".." {
                directory = Self.parent(of: directory)
                continue
            }
            self.steps.append(Step(directory: directory.isEmpty ? "/" : directory, name: name))
            let entry = "\(directory)/\(name)"
            if let target = Self.target(of: entry) {
                links += 1
                guard links <= Self.linkLimit else { return }
                if target.hasPrefix("/") { directory = "" }
                rest += Self.parts(of: target)
            } else {
                // Where the path ends early, the missing entry is the last to look at.
                guard unsafe access(entry, F_OK) == 0 else { return }
                directory = entry
            }
        }
    }

    /// The parts of a path, the last first.
    private static func parts(of path: String) -> [String] {
        path.split(separator: "/").filter { $0 != "." }.map(String.init).reversed()
    }

    private static func parent(of directory: String) -> String {
        directory.lastIndex(of: "/").map { String(directory[..<$0]) } ?? ""
    }

    /// Where a link leads; nil for everything else.
    private static func target(of path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe readlink(path, bytes.bindMemory(to: CChar.self).baseAddress.unsafelyUnwrapped, bytes.count)
        }
        return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
    }
}
