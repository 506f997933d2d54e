import Checks
import Glibc

/// A file in which a program has left its number.
enum PidFile {
    struct Failure: Error, Hashable {
        var status: CheckStatus
        var message: String
    }

    /// Bytes that are looked at: the number stands first, and some programs write more behind it.
    private static let limit = 256

    static func identifier(in path: String) throws(Failure) -> Int32 {
        // Without O_NONBLOCK, opening a named pipe would wait for its writer.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw Self.failure(path, errno) }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: Self.limit)
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw Self.failure(path, errno) }
        let text = buffer.prefix(count)
        guard let identifier = Self.identifier(in: text) else {
            let found = OutcomeSanitizer.line(String(decoding: text, as: UTF8.self), limit: 40)
            throw Failure(
                status: .fail,
                message: "\(path) holds no process number: found \(found.isEmpty ? "nothing" : "'\(found)'")"
            )
        }
        return identifier
    }

    /// The number at the start of the first line that has one; nil where there is none, or it is 0.
    static func identifier(in text: some Collection<UInt8>) -> Int32? {
        let digits = text.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\t") }
            .prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") && $0 != 0 }
        guard let identifier = Int32(decimal: digits), identifier > 0 else { return nil }
        return identifier
    }

    /// Nobody knows of a file that must not be read; of every other absence the program is to blame.
    private static func failure(_ path: String, _ number: Int32) -> Failure {
        let text = unsafe String(cString: strerror(number))
        return number == ENOENT || number == ENOTDIR
            ? Failure(status: .fail, message: "\(path) is not there: expected the number of a running process in it")
            : Failure(status: .unknown, message: "cannot read \(path): \(text)")
    }
}
