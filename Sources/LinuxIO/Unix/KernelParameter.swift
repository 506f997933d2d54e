import Glibc

/// A parameter of the kernel: a file below `/proc/sys`, which is memory and no disk.
package struct KernelParameter: Hashable, Sendable {
    /// With slashes, as `net/ipv4/conf/eth0/arp_ignore`.
    package var name: String

    package init(_ name: String) {
        self.name = name
    }

    /// Its value without the line's end.
    ///
    /// - Throws: ENOENT where this kernel, or this interface, has none of that name.
    package func read() throws(SystemError) -> String {
        let file = try self.open(O_RDONLY)
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = try Syscall.check("read", self.path) {
            unsafe Glibc.read(file.rawValue, &buffer, buffer.count)
        }
        return String(decoding: buffer[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    package func write(_ value: String) throws(SystemError) {
        let file = try self.open(O_WRONLY)
        let bytes = Array(value.utf8)
        try Syscall.check("write", self.path) {
            unsafe Glibc.write(file.rawValue, bytes, bytes.count)
        }
    }

    private var path: String { "/proc/sys/" + self.name }

    private func open(_ mode: Int32) throws(SystemError) -> Descriptor {
        let path = self.path
        return Descriptor(
            adopting: try Syscall.check("open", path) { unsafe Glibc.open(path, mode | O_CLOEXEC) }
        )
    }
}
