package import Configuration
import Glibc

/// Reads the configuration from the disk.
package struct DiskReader: SourceReader {
    package let facts: SourceBundle.Facts

    /// A configuration that is larger is a mistake, such as a log file or a disk image.
    package static let sizeLimit = 16 << 20

    package init(facts: SourceBundle.Facts) {
        self.facts = facts
    }

    /// Like keepalived, refuses executable files: an include of a folder of scripts must not be read as configuration.
    package mutating func read(_ path: String) throws(SourceError) -> [UInt8] {
        // Without O_NONBLOCK, opening a named pipe would wait for its writer.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw Self.error(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw Self.error(errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .isDirectory
        default: throw .unreadable("not a regular file")
        }
        guard status.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH) == 0 else { throw .isExecutable }
        guard status.st_size <= Self.sizeLimit else { throw .unreadable(Self.tooLarge) }
        return try Self.contents(of: descriptor, expected: Int(status.st_size))
    }

    private static func contents(of descriptor: Int32, expected: Int) throws(SourceError) -> [UInt8] {
        var contents: [UInt8] = []
        contents.reserveCapacity(expected)
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.error(errno) }
            guard count > 0 else { return contents }
            contents += buffer.prefix(count)
            // The file may grow while it is read.
            guard contents.count <= Self.sizeLimit else { throw .unreadable(Self.tooLarge) }
        }
    }

    private static let tooLarge = "larger than 16 MiB"

    static func error(_ number: Int32) -> SourceError {
        number == ENOENT || number == ENOTDIR ? .notFound : .unreadable(unsafe String(cString: strerror(number)))
    }
}
