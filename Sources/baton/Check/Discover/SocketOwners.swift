import Glibc

/// Which processes hold sockets open.
enum SocketOwners {
    struct Owner: Hashable, Sendable {
        var program: String
        var executable: String?
        var unit: String?
    }

    /// The owner of each of these inodes that may be seen: of several processes the oldest, which is the master of its
    /// workers.
    static func find(_ inodes: Set<UInt64>, root: String) -> [UInt64: Owner] {
        guard !inodes.isEmpty else { return [:] }
        var owners: [UInt64: Owner] = [:]
        for process in self.numbers(in: root).sorted() {
            let held = self.sockets(of: process, root: root).intersection(inodes).subtracting(owners.keys)
            guard !held.isEmpty, let owner = self.owner(process, root: root) else { continue }
            for inode in held { owners[inode] = owner }
            if owners.count == inodes.count { break }
        }
        return owners
    }

    private static func sockets(of process: Int32, root: String) -> Set<UInt64> {
        let folder = "\(root)/\(process)/fd"
        var sockets: Set<UInt64> = []
        for descriptor in self.numbers(in: folder) {
            guard let link = self.link("\(folder)/\(descriptor)"), link.hasPrefix("socket:["),
                let inode = UInt64(link.dropFirst(8).dropLast())
            else { continue }
            sockets.insert(inode)
        }
        return sockets
    }

    private static func owner(_ process: Int32, root: String) -> Owner? {
        guard let comm = Machine.text("\(root)/\(process)/comm")?.split(separator: "\n").first else { return nil }
        let executable = self.link("\(root)/\(process)/exe")
        // The kernel cuts a name after 15 bytes.
        let file = executable?.split(separator: "/").last.map(String.init)
        let program = comm.utf8.count == 15 ? file.flatMap { $0.hasPrefix(comm) ? $0 : nil } : nil
        return Owner(
            program: program ?? String(comm),
            executable: executable,
            unit: Machine.text("\(root)/\(process)/cgroup").flatMap(UnitName.init(controlGroups:))?.name
        )
    }

    /// The entries of a folder whose names are numbers.
    private static func numbers(in path: String) -> [Int32] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var numbers: [Int32] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { unsafe $0.prefix { $0 != 0 }.map { $0 } }
            if let number = Int32(String(decoding: name, as: UTF8.self)) { numbers.append(number) }
        }
        return numbers
    }

    private static func link(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = unsafe readlink(path, &buffer, buffer.count)
        guard count > 0 else { return nil }
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
