import Checks
import Glibc
import Synchronization

/// A file a check reads before each run: a request's body, or a secret.
///
/// What it read last is remembered, for a secret must be masked in whatever the run that used it says.
final class PrivateFile: Sendable {
    /// Why there is nothing to use.
    struct Failure: Error, Hashable {
        var reason: ReasonCode
        var message: String
    }

    struct Content: Sendable {
        var bytes: [UInt8]
        /// Whether users other than the owner and the group may read the file.
        var isExposed: Bool
        /// As `chmod` takes it.
        var mode: String
    }

    let path: String
    /// Bytes.
    private let limit: Int
    private let last = Mutex<[UInt8]>([])

    init(_ path: String, limit: Int) {
        self.path = path
        self.limit = limit
    }

    /// What was read last, without the line ends behind it; nil before the first time.
    var text: String? {
        let bytes = self.last.withLock { $0 }
        return bytes.isEmpty ? nil : Self.line(bytes)
    }

    /// The bytes without line ends behind them, as a text.
    static func line(_ bytes: [UInt8]) -> String {
        let end = bytes.lastIndex { $0 != 0x0a && $0 != 0x0d }.map { $0 + 1 } ?? 0
        return String(decoding: bytes[..<end], as: UTF8.self)
    }

    /// Reads the file on a thread that may wait for a disk.
    func read() async -> Result<Content, Failure> {
        let (path, limit) = (self.path, self.limit)
        guard let result = await BlockingCall.run({ Self.read(path, limit: limit) }) else {
            return .failure(Failure(reason: .fileUnreadable, message: "\(path): not read in time"))
        }
        if case .success(let content) = result { self.last.withLock { $0 = content.bytes } }
        return result
    }

    private static func read(_ path: String, limit: Int) -> Result<Content, Failure> {
        // Not to hang on a FIFO nobody writes to.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return .failure(Self.failure(path, errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return .failure(Self.failure(path, errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            return .failure(Failure(reason: .fileUnreadable, message: "\(path): expected a regular file"))
        }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var count = 0
        while count < bytes.count {
            let step = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress.map { unsafe $0 + count }, buffer.count - count)
            }
            if step < 0, errno == EINTR { continue }
            guard step >= 0 else { return .failure(Self.failure(path, errno)) }
            if step == 0 { break }
            count += step
        }
        guard count <= limit else {
            return .failure(Failure(reason: .fileUnreadable, message: "\(path): more than \(limit) bytes"))
        }
        return .success(
            Content(
                bytes: Array(bytes.prefix(count)),
                isExposed: status.st_mode & S_IROTH != 0,
                mode: String(status.st_mode & 0o7777, radix: 8)
            )
        )
    }

    private static func failure(_ path: String, _ number: Int32) -> Failure {
        Failure(
            reason: number == ENOENT ? .fileMissing : .fileUnreadable,
            message: "\(path): \(unsafe String(cString: strerror(number)))"
        )
    }
}
