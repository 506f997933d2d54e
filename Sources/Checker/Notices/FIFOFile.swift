import Checks
import Configuration
import Glibc

/// The FIFO as a file. Open for reading as well, so that writing needs no reader and none that ends takes lines along.
final class FIFOFile {
    private let fifo: NotifyFIFO
    private var descriptor: Int32
    /// Made here, and so removed here; one that stood there before is somebody's.
    private var isOwn: Bool

    enum Written: Hashable {
        case done
        case full
        case failed(String)
    }

    /// - Throws: Why there is no FIFO to write to.
    init(_ fifo: NotifyFIFO) throws(AccountError) {
        self.fifo = fifo
        (self.descriptor, self.isOwn) = try Self.open(fifo)
    }

    deinit {
        if self.descriptor >= 0 { close(self.descriptor) }
    }

    /// A line is shorter than what a pipe takes as a whole, so it is written or it is not.
    func write(_ line: String) -> Written {
        self.openAgainIfRemoved()
        let bytes = Array(line.utf8.prefix(Int(PIPE_BUF)))
        while true {
            let count = unsafe Glibc.write(self.descriptor, bytes, bytes.count)
            if count >= 0 { return .done }
            switch errno {
            case EINTR: continue
            case EAGAIN: return .full
            default: return .failed(unsafe String(cString: strerror(errno)))
            }
        }
    }

    /// Whether readers have read everything.
    var isEmpty: Bool {
        var waits = [pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0)]
        return unsafe poll(&waits, 1, 0) == 0
    }

    func remove() {
        guard self.isOwn else { return }
        self.isOwn = false
        unsafe unlink(self.fifo.path)
    }

    /// Somebody removed the FIFO: what is written into the old one nobody could read any more.
    private func openAgainIfRemoved() {
        var status = stat()
        guard unsafe fstat(self.descriptor, &status) == 0, status.st_nlink == 0,
            let (descriptor, isOwn) = try? Self.open(self.fifo)
        else { return }
        close(self.descriptor)
        self.descriptor = descriptor
        self.isOwn = isOwn
    }

    private static func open(_ fifo: NotifyFIFO) throws(AccountError) -> (descriptor: Int32, isOwn: Bool) {
        let owner = try fifo.owner.map { names throws(AccountError) in try Account(names) }
        let isOwn = unsafe mkfifo(fifo.path, 0o600) == 0
        guard isOwn || errno == EEXIST else { throw Self.failure("cannot make the FIFO", fifo) }
        let descriptor = unsafe Glibc.open(fifo.path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw Self.failure("cannot open the FIFO", fifo) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else {
            close(descriptor)
            throw AccountError(message: "\(fifo.path) is there and no FIFO; remove it, or name another path")
        }
        // Into a FIFO of somebody else, lines would go to whom they are not meant for.
        guard status.st_uid == geteuid() || status.st_uid == owner?.user else {
            close(descriptor)
            throw AccountError(message: "the FIFO \(fifo.path) belongs to another user (\(status.st_uid)); remove it")
        }
        if isOwn, let owner, fchown(descriptor, owner.user, owner.group) != 0 {
            let error = Self.failure("cannot give the FIFO to \(fifo.owner?.user ?? "")", fifo)
            close(descriptor)
            throw error
        }
        return (descriptor, isOwn)
    }

    private static func failure(_ what: String, _ fifo: NotifyFIFO) -> AccountError {
        AccountError(message: "\(what) \(fifo.path): \(unsafe String(cString: strerror(errno)))")
    }
}
