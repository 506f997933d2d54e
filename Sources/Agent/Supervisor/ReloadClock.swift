import Glibc
import LinuxIO

/// Waits for the moment that a `reload_time_file` says, and for changes of that file.
final class ReloadClock {
    private let path: String
    private let repeatsDaily: Bool
    private let watch: FolderWatch
    /// The moment, in seconds since 1970; nil = none is set.
    private(set) var due: Int?
    private var hasDate = false

    /// What reading the file has led to.
    enum Note: Hashable {
        case scheduled(Int)
        case cancelled
        case refused(String)
    }

    /// Begins to watch the file; it need not be there, its folder must be.
    init(path: String, repeatsDaily: Bool) throws(SystemError) {
        self.path = path
        self.repeatsDaily = repeatsDaily
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        self.watch = try FolderWatch(slash == path.startIndex ? "/" : String(path[..<slash]))
    }

    /// Readable when something in the file's folder has changed.
    var descriptor: Int32 { self.watch.descriptor }

    /// Takes notice of changes.
    func acknowledge() {
        self.watch.acknowledge()
    }

    /// Reads the file.
    ///
    /// - Returns: nil where nothing has changed.
    func refresh(now: Int) -> Note? {
        guard let line = self.firstLine() else { return self.cancel() }
        guard let time = ReloadTime(line), let moment = time.next(after: now) else {
            _ = self.cancel()
            return .refused(
                "\(line.debugDescription) is no time: expected HH:MM:SS, YY-MM-DD HH:MM:SS or YYYY-MM-DD HH:MM:SS, "
                    + "with a Z behind it for UTC, and nothing else"
            )
        }
        guard moment > now else {
            _ = self.cancel()
            return .refused("\(line) is in the past")
        }
        self.hasDate = time.date != nil
        guard moment != self.due else { return nil }
        self.due = moment
        return .scheduled(moment)
    }

    /// The moment has come: the file goes, unless it counts again tomorrow.
    func expire() {
        self.due = nil
        if !self.repeatsDaily || self.hasDate {
            unsafe unlink(self.path)
        }
    }

    private func cancel() -> Note? {
        guard self.due != nil else { return nil }
        self.due = nil
        return .cancelled
    }

    /// nil without a file, or with an empty one: it may be on its way of being written.
    private func firstLine() -> String? {
        let file = unsafe open(self.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = unsafe read(file, &buffer, buffer.count)
        guard count > 0 else { return nil }
        return String(decoding: buffer.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
